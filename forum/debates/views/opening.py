"""Opening a debate or a blog entry."""

from flask import redirect, render_template, request
from flask_login import current_user

from forum.debates import actions, queries
from forum.debates.actions import submit, writing
from forum.debates.actions.tags import tag_names
from forum.debates.forms import ThreadForm
from forum.debates.models import Draft, Thread
from forum.debates.views.addresses import thread_url
from forum.debates.views.asking import stored, submitted
from forum.debates.views.blueprint import SECTIONS, Answer, bp
from forum.debates.views.files import limit_uploads, take_picture
from forum.debates.views.saving import draft_of, forget_draft, keep_draft
from forum.extensions import limiter
from forum.groups.queries import group_list
from forum.lib.limits import POSTING, by_person, when_done
from forum.lib.markdown import Rendered
from forum.lib.numbers import whole_number
from forum.permissions import require, viewer

KIND = {"debates": "debate", "blog": "entry"}


@bp.route(f"/<{SECTIONS}:section>/new", methods=["GET", "POST"])
@limiter.limit(POSTING, key_func=by_person, methods=["POST"], deduct_when=when_done)
@limit_uploads
def new_thread(section: str) -> Answer:
    """The form of a new debate or entry, and its publication: 303 to the thread, 422, or 200 a preview."""
    require(viewer(), "thread.open", None)
    kind = KIND[section]
    form = ThreadForm()
    back = take_picture(form) if request.method == "POST" else None
    form.offer(group_list(viewer()), kind)
    entry = entry_asked_for(form, kind)
    if request.method == "GET":
        prefill(form, entry)
        return thread_form(form, section, entry)
    if back:
        return thread_form(form, section, entry), back
    if form.chosen == "draft":
        return keep_draft(form, kind)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if text is None or form.chosen == "preview":
        return thread_form(form, section, entry, preview=text), 200 if text else 422
    require(viewer(), "thread.open", form.group.chosen)
    asking = submitted(form, text, form.group.chosen.id if form.group.chosen else None)
    try:
        thread = submit(asking, lambda asked: publish_thread(form, kind, asked, entry))
    except actions.Refused as refused:
        form.take(refused.verdict)
        return thread_form(form, section, entry), 422
    return redirect(thread_url(thread), 303)


def prefill(form: ThreadForm, entry: Thread | None) -> None:
    """Fill an empty form with what the address says: the group, the entry that the debate is about."""
    form.group.data = request.args.get("group", "")
    if entry:
        form.entry.data = str(entry.id)
        form.title.data = entry.title[:120]
        form.tags.data = ", ".join(tag.name for tag in entry.tags)
        form.group.data = entry.group.slug if entry.group else form.group.data


def entry_asked_for(form: ThreadForm, kind: str) -> Thread | None:
    """The entry that a new debate is about, if it has no debate yet."""
    number = whole_number(form.entry.data if request.method == "POST" else request.args.get("entry"))
    if kind != "debate" or number is None:
        return None
    entry = queries.find_thread(number, viewer())
    return entry if entry.kind == "entry" and entry.linked_id is None else None


def thread_form(
    form: ThreadForm,
    section: str,
    entry: Thread | None = None,
    *,
    preview: Rendered | None = None,
    draft: Draft | None = None,
) -> str:
    """The page of the form of a new thread."""
    return render_template(
        "debates/new.html", form=form, section=section, entry=entry, preview=preview, draft=draft
    )


def publish_thread(form: ThreadForm, kind: str, asked: actions.Asked, entry: Thread | None) -> Thread:
    """The thread that this form makes, or made before."""
    digest = writing.text_digest(kind, form.title.data, form.body.data)
    token = form.submission.data or ""
    writing.hold_writer(current_user)
    post = writing.sent_before(current_user, token, digest)
    if post is not None:
        return queries.find_thread(post.thread_id, viewer())
    asked.settle()
    draft = draft_of(form)
    thread = actions.open_thread(
        kind,
        asked.title,
        asked.text,
        current_user,
        group=form.group.chosen,
        tags=tag_names(form.tags.data or ""),
        linked=entry,
        state=asked.state,
        language=form.written_in(asked.text),
        origin=draft.origin if draft else None,
    )
    post = queries.opening_post(thread)
    writing.remember_sent(current_user, token, digest, post, asked.key)
    stored(asked, post)
    forget_draft(form)
    return thread
