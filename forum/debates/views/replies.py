"""Replying in a thread."""

from flask_login import current_user

from forum.debates import actions, queries
from forum.debates.actions import writing
from forum.debates.forms import ReplyForm
from forum.debates.models import Post, Thread
from forum.debates.views.addresses import to_post
from forum.debates.views.blueprint import SECTIONS, Answer, bp
from forum.debates.views.files import limit_uploads, take_picture
from forum.debates.views.saving import forget_draft, keep_draft
from forum.debates.views.threads import thread_html
from forum.extensions import limiter
from forum.lib.limits import POSTING, by_person, when_done
from forum.lib.locks import id_of
from forum.lib.markdown import Rendered
from forum.lib.refusals import NotAllowed
from forum.lib.transactions import transaction
from forum.lib.urls import Key
from forum.permissions import may, require, viewer


@bp.post(f"/<{SECTIONS}:section>/<key:thread>/replies")
@limiter.limit(POSTING, key_func=by_person, deduct_when=when_done)
@limit_uploads
def create_reply(section: str, thread: Key) -> Answer:
    """Publish the reply form: 303 to the new post; else the page with the form as sent: 422, 409, 200."""
    form = ReplyForm()
    back = take_picture(form)
    found = queries.find_place(thread.id, viewer())
    require(viewer(), "thread.reply", found)
    if back:
        return reply_page(thread.id, form), back
    if form.chosen == "draft":
        return keep_draft(form, "reply", thread.id)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if form.chosen == "preview" and text:
        return reply_page(thread.id, form, preview=text)
    if text is None:
        return reply_page(thread.id, form), 422
    try:
        with transaction():
            post = publish_reply(found, form, text)
    except actions.ThreadClosed as closed:
        return reply_page(thread.id, form, refusal=closed), 409
    return to_post(post)


def reply_page(thread_id: int, form: ReplyForm, **more: object) -> str:
    """The last page of the thread with the form as sent."""
    thread = queries.find_thread(thread_id, viewer())
    number = form.number()
    answered = queries.replied_post(thread, number) if number else None
    last = queries.thread_page(thread, viewer(), queries.page_of(max(thread.last_number, 1)))
    return thread_html(last, form, answered=answered, **more)  # type: ignore[arg-type]


def publish_reply(thread: Thread, form: ReplyForm, text: Rendered) -> Post:
    """The reply that this form makes, or made before; refused if meanwhile one may not write here."""
    token = form.submission.data or ""
    digest = writing.text_digest("reply", id_of(thread), form.body.data)
    writing.hold_form(current_user, token)
    post = writing.sent_before(current_user, token, digest)
    if post is not None:
        require_still(post.thread)
        return post
    said = form.written_in(text)
    post = actions.post_reply(thread, current_user, text, reply_to=form.number(), language=said)
    require_still(thread)
    writing.remember_sent(current_user, token, digest, post)
    forget_draft(form)
    return post


def require_still(thread: Thread) -> None:
    """Ask again of the thread as it is now: it may have moved to where the person cannot even look."""
    if not may(viewer(), "thread.reply", thread):
        queries.find_place(thread.id, viewer())
        raise NotAllowed
