"""Taking decisions back: within ten minutes by the team, or later by an appeal."""

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.seals import record_sealed
from forum.debates.actions import lock_post, lock_thread
from forum.debates.actions.transfers import lock_ends
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold
from forum.lib.numbers import Ranges
from forum.lib.refusals import Conflict
from forum.moderation.actions.cases import case_of, end_own, hold_case, reopen
from forum.moderation.actions.deciding import calling, not_own_flag
from forum.moderation.actions.reach import not_on_admin, within_reach
from forum.moderation.actions.refusals import ChangedSince, DecidedByOthers, UndoTooLate
from forum.moderation.actions.sanctions import undo_sanction
from forum.moderation.acts import POST_ACTS, THREAD_ACTS
from forum.moderation.models import Decision


def undo_decision(decision: Decision, moderator: User) -> None:
    """All is as it was before the decision, nobody is told, and its case waits again.

    Raises UndoTooLate, OnOneself, OnAdmin, DecidedByOthers, OwnFlag, and ChangedSince if the thing changed
    since.
    """
    lock_subject(decision)
    case = hold_case(decision)
    within_reach(moderator, decision.person_id)
    if "transfer" in decision.before:
        ends_within_reach(db.session.get_one(Transfer, decision.before["transfer"]), decision, moderator)
    if not decision.can_undo:
        raise UndoTooLate
    not_own_flag(case, moderator)
    not_own_call(decision, moderator)
    try:
        reverse(decision, moderator)
    except Conflict:
        raise ChangedSince from None
    if case is not None:
        reopen(case, moderator)
        end_own(case, moderator)


def ends_within_reach(done: Transfer, decision: Decision | None, moderator: User) -> None:
    """Refuse to undo a transfer that is not the moderator's to undo, at either of its threads.

    Raises OnAdmin if one is an administrator's, DecidedByOthers if one is the moderator's own and another
    decided it, OwnFlag if an open case about what moved has their flag.
    """
    ends = select(Thread.author_id).where(Thread.id.in_((done.source_id, done.target_id)))
    authors = db.session.scalars(ends).all()
    not_on_admin(moderator, *authors)
    if moderator.id in authors and (decision is None or decision.moderator_id != moderator.id):
        raise DecidedByOthers
    numbers = Ranges.of((done.first, done.last))
    calling(db.session.get_one(Thread, done.target_id), moderator, numbers=numbers)
    calling(db.session.get_one(Thread, done.source_id), moderator)


def not_own_call(decision: Decision, moderator: User) -> None:
    """Raise OwnFlag if an open case that concerns what was decided about has the moderator's flag."""
    if decision.post_id is not None:
        calling(db.session.get_one(Post, decision.post_id), moderator)
    elif decision.thread_id is not None:
        calling(db.session.get_one(Thread, decision.thread_id), moderator, decision.act)
    elif decision.is_on_person and decision.person_id is not None:
        calling(db.session.get_one(User, decision.person_id), moderator)


def reverse(decision: Decision, moderator: User | None) -> None:
    """Do the inverse of what was decided; the decision no longer stands. Its subject and it are held.

    Raises a Conflict where the thing is no longer as the decision left it.
    """
    decision.undone, decision.undone_by_id = utcnow(), moderator and moderator.id
    db.session.flush()
    if decision.is_on_person:
        undo_sanction(decision, moderator)
    elif decision.act != "dismiss" or decision.post_id:
        acts = POST_ACTS if decision.post_id else THREAD_ACTS
        acts[decision.act].undo(decision, moderator)
    record_sealed("decision.undo", decision, moderator and moderator.id, of=decision.act)


def lock_subject(decision: Decision) -> None:
    """Hold what the decision is about, in the one order: threads or the person, then what hangs on them."""
    if "transfer" in decision.before:
        lock_ends(db.session.get_one(Transfer, decision.before["transfer"]))
    elif decision.post_id is not None:
        lock_post(db.session.get_one(Post, decision.post_id))
    elif decision.thread_id is not None:
        lock_thread(db.session.get_one(Thread, decision.thread_id))
    else:
        lock_case_subject(decision)


def lock_case_subject(decision: Decision) -> None:
    """Hold the person whom a decision is about; first the post that its case is about, if there is one."""
    case = case_of(decision)
    if case is not None and case.post_id is not None:
        lock_post(db.session.get_one(Post, case.post_id))
    if decision.person_id is not None:
        hold(User, User.id == decision.person_id)
