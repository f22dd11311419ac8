"""Splitting a thread, merging it into another, moving its posts, and undoing that."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from forum.debates.models import Thread, Transfer
from forum.debates.queries import MergedInto, find_place, find_post, find_thread, page_of, thread_page
from forum.debates.queries.transfers import chosen_posts, find_transfer, threads_titled, transfers_of
from forum.debates.views.addresses import thread_url
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.numbers import whole_number
from forum.lib.refusals import Conflict, Invalid, Refusal
from forum.lib.transactions import transaction
from forum.moderation.actions.threadwork import Work
from forum.moderation.actions.threadwork import merge_threads as merge
from forum.moderation.actions.threadwork import move_posts as move
from forum.moderation.actions.threadwork import split_thread as split
from forum.moderation.actions.threadwork import undo_transfer as undo
from forum.moderation.queries import saved_replies
from forum.moderation.statements import drafts
from forum.moderation.threadwork.forms import (
    MergeForm,
    MoveForm,
    NumbersForm,
    SplitForm,
    TargetForm,
    WorkForm,
)
from forum.moderation.views.blueprint import Answer, bp, not_flagged, require_decides
from forum.moderation.views.within import origin_here, within
from forum.permissions import may, require, viewer

ACTS = {"split": "split", "merge": "merge", "move": "transfer"}  # what each form does, by its template


class NoSuchThread(Invalid):
    message = _l("Ahí no hay ningún hilo que puedas moderar.")


class Rehearsed(Exception):
    """What was done only to see whether it can be: it is taken back with its transaction."""


class SeveralThreads(Invalid):
    message = _l("Elige uno de estos, o pega la dirección del hilo.")


@bp.get("/moderation/threads/<id:thread_id>/work")
def thread_work(thread_id: int) -> str:
    """What can be done with the posts of a thread, and what was, each to be undone."""
    thread = found_thread(thread_id)
    return render_template("moderation/work.html", thread=thread, transfers=transfers_of(thread, viewer()))


@bp.route("/moderation/threads/<id:thread_id>/split", methods=["GET", "POST"])
def split_thread(thread_id: int) -> Answer | Response:
    """Some posts as a thread of their own: a preview, then 303 to it."""
    thread = found_thread(thread_id)
    form = SplitForm(data=asked_numbers(thread))
    form.group.offer(places_for(thread), thread.group.name if thread.group else _("Elige uno"))

    def act() -> Transfer:
        numbers = form.chosen()
        assert numbers is not None
        return split(thread, numbers, form.title.data, work(thread, form), group=form.group.chosen, tags=tags)

    tags = [tag.name for tag in thread.tags]
    return answer("split", thread, form, act)


@bp.route("/moderation/threads/<id:thread_id>/merge", methods=["GET", "POST"])
def merge_thread(thread_id: int) -> Answer | Response:
    """A whole thread at the end of another: a preview, then 303 to where its posts are."""
    thread, form = found_thread(thread_id), MergeForm()
    return answer("merge", thread, form, lambda target: merge(thread, target, work(thread, form)))


@bp.route("/moderation/threads/<id:thread_id>/move-posts", methods=["GET", "POST"])
def move_posts(thread_id: int) -> Answer | Response:
    """Some posts at the end of another thread: a preview, then 303 to where they are."""
    thread = found_thread(thread_id)
    form = MoveForm(data=asked_numbers(thread))

    def act(target: Thread) -> Transfer:
        numbers = form.chosen()
        assert numbers is not None
        return move(thread, numbers, target, work(thread, form))

    return answer("move", thread, form, act)


@bp.post("/moderation/transfers/<id:transfer_id>/undo")
def undo_transfer(transfer_id: int) -> Answer | Response:
    """Undo what moved posts: 303 to the thread where they are again."""
    require(viewer(), "moderation.enter")
    done = find_transfer(transfer_id, viewer())
    require_decides(done.source)
    require_decides(done.target)
    source = done.source
    with transaction():
        undo(done, current_user)
    flash(_("Deshecho."))
    return redirect(thread_url(source), 303)


def found_thread(thread_id: int) -> Thread:
    """The thread whose posts a moderator rearranges."""
    require(viewer(), "moderation.enter")
    thread = find_thread(thread_id, viewer())
    require_decides(thread)
    not_flagged(thread)
    return thread


def work(thread: Thread, form: WorkForm) -> Work:
    """Who does what the form says, why, and in which case. A rehearsal needs no reason yet."""
    why = form.grounds if form.does else replace(form.grounds, reason=form.reason.data or "…")
    return Work(current_user, why, **within(thread).decides(form))


def asked_numbers(thread: Thread) -> dict[str, str]:
    """The numbers that an address asks for: `only` one of the thread's, or `from` one to its last."""
    only, first = whole_number(request.args.get("number")), whole_number(request.args.get("from"))
    if only and only <= thread.last_number:
        return {"numbers": str(only)}
    return {"numbers": f"{first}-{thread.last_number}" if first and first <= thread.last_number else ""}


def places_for(thread: Thread) -> Sequence[Group]:
    """The groups where what is split off may live."""
    return [group for group in group_list(viewer()) if may(viewer(), "thread.receive", group)]


def answer(template: str, thread: Thread, form: WorkForm, act: Callable[..., Transfer]) -> Answer | Response:
    """The form, its preview, or what it does."""
    if request.method == "GET":
        return work_page(template, thread, form)
    if isinstance(form, NumbersForm):
        form.gather()
    if form.action.data == "insert":
        form.insert(saved_replies())
    if request.form.get("page") or form.action.data == "insert":
        return work_page(template, thread, form)
    valid, where = form.validate(), [] if not isinstance(form, TargetForm) else [target_of(form)]
    if not valid or form.errors or None in where:
        return work_page(template, thread, form), 422
    target = where[0] if where else None
    case = within(thread)
    try:
        with transaction():
            done = act(*where)
            place = done.target_id, done.first
            if not form.does:
                raise Rehearsed
    except Rehearsed:
        found = find_place(target.id, viewer()) if target else None
        return work_page(template, found_thread(thread.id), form, target=found, preview=True)
    except Invalid as refusal:
        form[refusal.field or "numbers"].errors = [refusal.message]
        return work_page(template, found_thread(thread.id), form, target=target), 422
    except Conflict as refusal:
        return work_page(template, found_thread(thread.id), form, refusal=refusal), 409
    flash(_("Hecho. Se puede deshacer en «Ordenar el hilo»."))
    return case.after(place_url(*place))


def place_url(thread_id: int, number: int) -> str:
    """Where moved posts begin."""
    return thread_url(find_place(thread_id, viewer()), page_of(number), f"post-{number}")


def target_of(form: TargetForm) -> Thread | None:
    """The thread that the form names; None, with the reason beside the field, where there is not one."""
    named = form.named()
    try:
        if named is None:
            raise SeveralThreads if threads_titled(form.target.data or "", viewer()) else NoSuchThread
        target = find_thread(find_named(*named).id, viewer())
        if not may(viewer(), "thread.decide", target):
            raise NoSuchThread
    except Invalid as refusal:
        form.target.errors = [*form.target.errors, refusal.message]
        return None
    return target


def find_named(kind: str, row_id: int) -> Thread:
    """A thread by its id or that of one of its posts. Raises NoSuchThread."""
    try:
        return find_post(row_id, viewer()).thread if kind == "posts" else find_place(row_id, viewer())
    except MergedInto as merged:
        return merged.thread
    except Refusal:
        raise NoSuchThread from None


def work_page(
    template: str,
    thread: Thread,
    form: WorkForm,
    *,
    target: Thread | None = None,
    preview: bool = False,
    refusal: Refusal | None = None,
) -> str:
    """A form with what it would do. After a refusal as things are now, and with what was typed."""
    act, shown, chosen, titled = ACTS[template], None, None, None
    if isinstance(form, NumbersForm):
        number = min(whole_number(request.form.get("page")) or 1, page_of(max(thread.last_number, 1)))
        chosen = form.chosen()
        shown = thread_page(thread, viewer(), number)
    if isinstance(form, TargetForm) and form.target.data and form.named() is None:
        titled = threads_titled(form.target.data, viewer())
    return render_template(
        f"moderation/{template}.html",
        thread=thread,
        form=form,
        page=shown,
        chosen=chosen,
        moving=chosen_posts(thread, chosen) if preview else None,
        target=target,
        titled=titled,
        statements=drafts([act], form.grounds, thread, origin=origin_here(thread, act, chosen))
        if preview
        else (),
        within=within(thread),
        replies=saved_replies(),
        refusal=refusal,
    )
