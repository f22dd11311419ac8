"""One thread: its page, opening one, replying."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates import actions, queries
from forum.debates.actions import writing
from forum.debates.actions.tags import tag_names
from forum.debates.forms import ReplyForm, TextForm, ThreadForm
from forum.debates.models import Draft, Post, Thread
from forum.debates.views.addresses import post_url, thread_url
from forum.debates.views.blueprint import SECTIONS, bp
from forum.debates.views.quoting import quoted
from forum.debates.views.reading import note_read
from forum.extensions import limiter
from forum.groups.queries import group_list
from forum.lib.limits import POSTING, by_person, when_done
from forum.lib.markdown import Rendered
from forum.lib.numbers import whole_number
from forum.lib.pagination import Pages, page_number
from forum.lib.refusals import NotFound, Refusal
from forum.lib.transactions import transaction
from forum.lib.urls import Key
from forum.permissions import may, require, viewer

Answer = str | tuple[str, int] | Response
KIND = {"debates": "debate", "blog": "entry"}


@bp.get(f"/<{SECTIONS}:section>/<key:thread>")
def show_thread(section: str, thread: Key) -> Answer:
    """A page of a thread; a wrong slug or section redirects to the right address."""
    found = queries.find_thread(thread.id, viewer())
    number = page_number(request.args.get("page"))
    if (section, thread.slug) != (found.section, found.slug):
        return redirect(f"{thread_url(found)}{asked_for()}", 301)
    answered = reply_asked_for(found)
    read = queries.last_read(found, viewer())
    page = thread_html(found, number, empty_form(answered), read, answered=answered)
    note_read(found, number, read)
    return page


@bp.get("/unread/<id:thread_id>")
def first_unread(thread_id: int) -> Response:
    """Lead to the first post that the reader has not read; to the last one if there is none."""
    thread = queries.find_thread(thread_id, viewer())
    number = min(queries.last_read(thread, viewer()) + 1, thread.last_number)
    return redirect(thread_url(thread, queries.page_of(number), f"post-{number}"), 302)


def asked_for() -> str:
    """The address's own query, for an address that moved."""
    said = request.query_string.decode("ascii", "replace")
    return f"?{said}" if said else ""


def empty_form(answered: Post | None) -> ReplyForm | None:
    """The reply form, with a quote if the address asks for one; none for a guest, who gets no cookie."""
    if viewer().id is None:
        return None
    form = ReplyForm(formdata=None, reply_to=str(answered.number) if answered else "")
    if answered and request.args.get("quote"):
        form.body.data = quoted(answered)
    return form


def reply_asked_for(thread: Thread) -> Post | None:
    """The post that the address asks to answer, if its text is shown."""
    number = whole_number(request.args.get("reply_to"))
    return None if number is None else queries.replied_post(thread, number)


def thread_html(
    thread: Thread,
    number: int,
    form: ReplyForm | None,
    read: int,
    *,
    answered: Post | None = None,
    preview: Rendered | None = None,
    refusal: Refusal | None = None,
) -> str:
    """The page `number` of a thread, with the reply form as given; `read` is the number last read."""
    page = queries.thread_page(thread, number)
    pages = Pages(page.number, page.total, lambda n: thread_url(thread, n))
    return render_template(
        "debates/thread.html",
        thread=thread,
        page=page,
        pages=pages,
        form=form,
        answered=answered,
        preview=preview,
        refusal=refusal,
        linked=queries.linked_thread(thread, viewer()),
        last_read=read,
        may_reply=not thread.closed and thread.state == "visible" and may(viewer(), "thread.reply", thread),
    )


def to_post(post: Post) -> Response:
    """Lead to the post where it stands, after a form. Its thread must be loaded."""
    return redirect(post_url(post), 303)


@bp.post(f"/<{SECTIONS}:section>/<key:thread>/replies")
@limiter.limit(POSTING, key_func=by_person, deduct_when=when_done)
def create_reply(section: str, thread: Key) -> Answer:
    """Publish the reply form: 303 to the new post; else the page with the form as sent: 422, 409, 200."""
    found = queries.find_thread(thread.id, viewer())
    require(viewer(), "thread.reply", found)
    form = ReplyForm()
    if form.chosen == "draft":
        return keep_draft(form, "reply", found.id)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if form.chosen == "preview" and text:
        return reply_page(found, form, preview=text)
    if text is None:
        return reply_page(found, form), 422
    try:
        with transaction():
            post = publish_reply(found, form, text)
    except actions.ThreadClosed as closed:
        return reply_page(queries.find_thread(thread.id, viewer()), form, refusal=closed), 409
    return to_post(post)


def reply_page(thread: Thread, form: ReplyForm, **more: object) -> str:
    """The last page of the thread with the form as sent."""
    number = form.number()
    answered = queries.replied_post(thread, number) if number else None
    last = queries.page_of(max(thread.last_number, 1))
    read = queries.last_read(thread, viewer())
    return thread_html(thread, last, form, read, answered=answered, **more)  # type: ignore[arg-type]


def publish_reply(thread: Thread, form: ReplyForm, text: Rendered) -> Post:
    """The reply that this form makes, or made before."""
    digest = writing.text_digest("reply", thread.id, form.body.data)
    token = form.submission.data or ""
    actions.lock_thread(thread)
    require(viewer(), "thread.reply", queries.find_thread(thread.id, viewer()))
    post = writing.sent_before(current_user, token, digest)
    if post is None:
        post = actions.post_reply(thread, current_user, text, reply_to=form.number())
        writing.remember_sent(current_user, token, digest, post)
        forget_draft(form)
    return post


def forget_draft(form: TextForm) -> None:
    """What was published is no draft any more."""
    draft = draft_of(form)
    if draft:
        writing.discard_draft(draft)


def draft_of(form: TextForm) -> Draft | None:
    """The person's draft that the form was filled from, if it still stands."""
    number = whole_number(form.draft.data)
    try:
        return None if number is None else queries.find_draft(number, current_user.id)
    except NotFound:
        return None


def keep_draft(form: TextForm, kind: str, thread_id: int | None = None) -> Response:
    """Save the form as a draft: 303 to it."""
    with transaction():
        draft = writing.save_draft(
            current_user, kind, form.fields(), thread_id=thread_id, draft=draft_of(form)
        )
    flash(_("Borrador guardado."))
    return redirect(url_for("debates.show_draft", draft_id=draft.id), 303)


@bp.route(f"/<{SECTIONS}:section>/new", methods=["GET", "POST"])
@limiter.limit(POSTING, key_func=by_person, methods=["POST"], deduct_when=when_done)
def new_thread(section: str) -> Answer:
    """The form of a new debate or entry, and its publication: 303 to the thread, 422, or 200 a preview."""
    require(viewer(), "thread.open", None)
    kind = KIND[section]
    form = ThreadForm()
    form.offer(group_list(viewer()), kind)
    entry = entry_asked_for(form, kind)
    if request.method == "GET":
        prefill(form, entry)
        return thread_form(form, section, entry)
    if form.chosen == "draft":
        return keep_draft(form, kind)
    text = form.rendered() if form.chosen == "preview" else form.publishable()
    if text is None or form.chosen == "preview":
        return thread_form(form, section, entry, preview=text), 200 if text else 422
    require(viewer(), "thread.open", form.group.chosen)
    with transaction():
        thread = publish_thread(form, kind, text, entry)
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


def publish_thread(form: ThreadForm, kind: str, text: Rendered, entry: Thread | None) -> Thread:
    """The thread that this form makes, or made before."""
    digest = writing.text_digest(kind, form.title.data, form.body.data)
    token = form.submission.data or ""
    post = writing.sent_before(current_user, token, digest)
    if post is not None:
        return queries.find_thread(post.thread_id, viewer())
    draft = draft_of(form)
    thread = actions.open_thread(
        kind,
        form.title.data,
        text,
        current_user,
        group=form.group.chosen,
        tags=tag_names(form.tags.data or ""),
        linked=entry,
        origin=draft.origin if draft else None,
    )
    writing.remember_sent(current_user, token, digest, queries.opening_post(thread))
    forget_draft(form)
    return thread
