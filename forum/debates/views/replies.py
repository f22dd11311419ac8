"""Replying in a thread."""

from flask import make_response
from flask_login import current_user

from forum.debates import actions, queries
from forum.debates.actions import submit, writing
from forum.debates.forms import ReplyForm
from forum.debates.models import Post, Thread
from forum.debates.views.addresses import to_post
from forum.debates.views.asking import stored, submitted
from forum.debates.views.blueprint import SECTIONS, Answer, bp
from forum.debates.views.files import limit_uploads, take_picture
from forum.debates.views.saving import forget_draft, keep_draft
from forum.debates.views.threads import thread_html
from forum.extensions import limiter
from forum.lib.limits import POSTING, by_person, when_done
from forum.lib.refusals import NotAllowed
from forum.lib.urls import Key
from forum.permissions import may, require, viewer


@bp.post(f"/<{SECTIONS}:section>/<key:thread>/replies")
@limiter.limit(POSTING, key_func=by_person, deduct_when=when_done)
@limit_uploads
def create_reply(section: str, thread: Key) -> Answer:
    """Publish the reply form: 303 to the new post; else the page with the form as sent: 422, 409, 200."""
    form = ReplyForm()
    back = take_picture(form)
    found = queries.place_now(thread.id, viewer())
    require(viewer(), "thread.reply", found)
    if found.id != thread.id:
        answer_there(thread.id, form, found)
    if back:
        return reply_page(found.id, form), back
    if form.chosen == "draft":
        return keep_draft(form, "reply", found.id)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if form.chosen == "preview" and text:
        return reply_page(found.id, form, preview=text)
    if text is None:
        return reply_page(found.id, form), 422
    try:
        post = submit(
            submitted(form, text, found.group_id),
            lambda asked: publish_reply(found, form, asked, sent_to=thread.id),
        )
    except actions.Refused as refused:
        form.take(refused.verdict)
        return reply_page(found.id, form), 422
    except actions.TooHasty as refusal:
        answer = make_response(reply_page(found.id, form, refusal=refusal), 429)
        answer.headers["Retry-After"] = str(refusal.retry_after)
        return answer
    except (actions.ThreadClosed, actions.ThreadMerged) as refusal:
        now = queries.place_now(thread.id, viewer())
        return reply_page(now.id, form, refusal=refusal), 409
    return to_post(post)


def reply_page(thread_id: int, form: ReplyForm, **more: object) -> str:
    """The last page of the thread with the form as sent."""
    thread = queries.find_thread(thread_id, viewer())
    number = form.number()
    answered = queries.replied_post(thread, number) if number else None
    last = queries.thread_page(thread, viewer(), queries.page_of(max(thread.last_number, 1)))
    return thread_html(last, form, answered=answered, **more)  # type: ignore[arg-type]


def answer_there(thread_id: int, form: ReplyForm, thread: Thread) -> None:
    """Have the form of a thread that was merged answer what it answered, in the one where that goes on."""
    number = form.number()
    now = None if number is None else queries.number_now(thread_id, number, number, thread.id)
    form.reply_to.data = str(now or "")


def publish_reply(thread: Thread, form: ReplyForm, asked: actions.Asked, *, sent_to: int) -> Post:
    """The reply that this form makes, or made before; refused if meanwhile one may not write here.

    `sent_to` is the thread whose form it was, should that have been merged.
    """
    token = form.submission.data or ""
    digest = writing.text_digest("reply", sent_to, form.body.data)
    writing.hold_writer(current_user)
    post = writing.sent_before(current_user, token, digest)
    if post is not None:
        require_still(post.thread)
        return post
    asked.settle()
    post = actions.post_reply(
        thread,
        current_user,
        asked.text,
        reply_to=form.number(),
        state=asked.state,
        language=form.written_in(asked.text),
    )
    require_still(thread)
    writing.remember_sent(current_user, token, digest, post, asked.key)
    stored(asked, post)
    forget_draft(form)
    return post


def require_still(thread: Thread) -> None:
    """Ask again of the thread as it is now: it may have moved to where the person cannot even look."""
    if not may(viewer(), "thread.reply", thread):
        queries.find_place(thread.id, viewer())
        raise NotAllowed
