"""Flagging posts and deciding on them. The caller owns the transaction."""

from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates import actions as debates
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.lib.refusals import Conflict, Invalid
from forum.moderation.models import Case, Decision, Flag


class NotVisible(Conflict):
    message = _l("Este mensaje ya no está a la vista.")


class FlaggedAlready(Conflict):
    message = _l("Ya lo habías denunciado: está en la cola de moderación.")


class CaseClosed(Conflict):
    message = _l("Este caso ya está resuelto: alguien se ha adelantado.")


class ReasonMissing(Invalid):
    message = _l("Escribe el motivo: lo leerá todo el mundo en la nota.")


class GroupMissing(Invalid):
    message = _l("Elige el grupo al que se mueve.")


POST_ACTS: Mapping[str, Callable[..., None]] = {
    "hide": debates.hide_post,
    "restore": debates.restore_post,
    "remove": debates.remove_post,
}
THREAD_ACTS: Mapping[str, Callable[..., None]] = {
    "close": debates.close_thread,
    "open": debates.open_again,
    "pin": debates.pin_thread,
    "unpin": debates.unpin_thread,
    "remove": debates.remove_thread,
    "restore": debates.restore_thread,
}
REASONED = frozenset({"hide", "remove"})


def flag_post(post: Post, person: User, reason: str, note: str = "") -> Flag:
    """Call for moderation of a post; its open flags are one case. Raises NotVisible, FlaggedAlready."""
    debates.lock_post(post)
    if post.state != "visible":
        raise NotVisible
    case = open_case(post.id)
    if case is None:
        case = Case(post_id=post.id)
        db.session.add(case)
        db.session.flush()
    same = select(Flag.id).where(Flag.case_id == case.id, Flag.user_id == person.id)
    if db.session.scalar(same) is not None:
        raise FlaggedAlready
    flag = Flag(case_id=case.id, user_id=person.id, reason=reason, note=note)
    db.session.add(flag)
    db.session.flush()
    return flag


def open_case(post_id: int) -> Case | None:
    """The open case about a post, held until the transaction ends."""
    return db.session.scalar(
        select(Case).where(Case.post_id == post_id, Case.state == "open").with_for_update()
    )


def decide_post(post: Post, moderator: User | None, act: str, reason: str = "") -> Decision:
    """Hide, restore or remove a post, with its decision; the open case about it is decided.

    Raises ReasonMissing, and what the act itself refuses.
    """
    if act in REASONED and not reason:
        raise ReasonMissing(field="reason")
    POST_ACTS[act](post, moderator, reason)
    case = open_case(post.id)
    if case is not None:
        close(case, "decided")
    return decided(act, reason, moderator, post.thread_id, post_id=post.id, case_id=case and case.id)


def dismiss_case(case: Case, moderator: User, reason: str = "") -> Decision:
    """The post stays as it is. Raises CaseClosed."""
    held = db.session.scalars(
        select(Case).where(Case.id == case.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if held.state != "open":
        raise CaseClosed
    close(held, "dismissed")
    record("case.dismiss", "case", held.id, moderator.id)
    thread_id = db.session.scalars(select(Post.thread_id).where(Post.id == held.post_id)).one()
    return decided("dismiss", reason, moderator, thread_id, post_id=held.post_id, case_id=held.id)


def close(case: Case, state: str) -> None:
    """Nothing more is to be decided in the case."""
    case.state, case.closed = state, utcnow()
    db.session.flush()


def decide_thread(
    thread: Thread, moderator: User | None, act: str, reason: str = "", group: Group | None = None
) -> Decision:
    """Close, pin, move or remove a whole thread, or undo that. Raises ReasonMissing, GroupMissing."""
    if act == "remove" and not reason:
        raise ReasonMissing(field="reason")
    if act == "move":
        if group is None:
            raise GroupMissing(field="group")
        debates.move_thread(thread, group, moderator, reason)
    else:
        THREAD_ACTS[act](thread, moderator, reason)
    return decided(act, reason, moderator, thread.id)


def decided(
    act: str,
    reason: str,
    moderator: User | None,
    thread_id: int,
    *,
    post_id: int | None = None,
    case_id: int | None = None,
) -> Decision:
    """The row that says what was done, and why."""
    decision = Decision(
        act=act,
        reason=reason,
        moderator_id=moderator and moderator.id,
        thread_id=thread_id,
        post_id=post_id,
        case_id=case_id,
    )
    db.session.add(decision)
    db.session.flush()
    return decision
