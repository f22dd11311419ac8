"""One thread: its page, and the way to what one has not read."""

from datetime import datetime
from functools import partial

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from forum.debates import queries
from forum.debates.actions.hurry import replies_at
from forum.debates.forms import ReplyForm
from forum.debates.models import Post, Thread
from forum.debates.queries.audiences import Audience
from forum.debates.views.addresses import asked_for, thread_url
from forum.debates.views.blueprint import SECTIONS, Answer, bp
from forum.debates.views.cards import Cards
from forum.debates.views.quoting import quoted
from forum.debates.views.reading import note_read
from forum.debates.views.rows import rows_of
from forum.debates.views.shared import sharing
from forum.debates.views.structured import page_data, picture_of
from forum.lib.markdown import Rendered
from forum.lib.numbers import whole_number
from forum.lib.pages import may_be_kept, shared
from forum.lib.pagination import Pages, page_number
from forum.lib.refusals import Refusal
from forum.lib.urls import Key
from forum.permissions import Viewer, may, viewer


@bp.get(f"/<{SECTIONS}:section>/<key:thread>")
@shared
def show_thread(section: str, thread: Key) -> Answer:
    """A page of a thread; a wrong slug or section redirects to the right address."""
    with_others = sharing(section, thread, whole_number(request.args.get("page", "1")))
    if with_others:
        shown: Answer = with_others.page(partial(page_for, thread.id))
        note_read(thread.id, with_others.readership.last, with_others.read)
        return shown
    found = queries.find_thread(thread.id, viewer())
    number = page_number(request.args.get("page"))
    if (section, thread.slug) != (found.section, found.slug):
        return redirect(f"{thread_url(found)}{asked_for()}", 301)
    answered = reply_asked_for(found)
    page = queries.thread_page(found, viewer(), number)
    may_be_kept()
    shown = thread_html(page, empty_form(answered), answered=answered)
    note_read(thread.id, page.last, page.read)
    return shown


def page_for(thread_id: int, number: int, audience: Audience) -> str:
    """Page `number` as all of an audience see it."""
    page = queries.thread_page(queries.find_thread(thread_id, viewer()), viewer(), number)
    may_be_kept()
    return thread_html(audience.seen(page), empty_form())


@bp.get("/unread/<id:thread_id>")
def first_unread(thread_id: int) -> Response:
    """Lead to the first post that the reader has not read; to the last one if there is none."""
    thread = queries.place_now(thread_id, viewer())
    number = queries.first_unread(thread, viewer())
    return redirect(thread_url(thread, queries.page_of(number), f"post-{number}"), 302)


def empty_form(answered: Post | None = None) -> ReplyForm | None:
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


def slow_until(thread: Thread, reader: Viewer) -> datetime | None:
    """When the reader may reply again in a thread in slow mode; None if now."""
    if not thread.slow_minutes or reader.id is None or may(reader, "thread.moderate", thread):
        return None
    return replies_at(thread, reader.id)


def thread_html(
    page: queries.ThreadPage,
    form: ReplyForm | None,
    *,
    answered: Post | None = None,
    preview: Rendered | None = None,
    refusal: Refusal | None = None,
) -> str:
    """A page of a thread, with the reply form as given."""
    thread, picture, reader = page.thread, picture_of(page), viewer()
    open_to_replies = not thread.closed and thread.state == "visible"
    may_reply = open_to_replies and may(reader, "thread.reply", thread)
    pages = Pages(page.number, page.total, lambda n: thread_url(thread, n))
    return render_template(
        "debates/thread.html",
        thread=thread,
        page=page,
        rows=rows_of(page),
        picks=queries.picks_of(thread) if thread.pick_count else (),
        slow=slow_until(thread, reader) if may_reply else None,
        pages=pages,
        form=form,
        answered=answered,
        preview=preview,
        refusal=refusal,
        structured=page_data(page, picture) if reader.id is None else None,
        picture=picture,
        cards=Cards(thread, page.number, reader, may_reply=may_reply),
        may_reply=may_reply,
    )
