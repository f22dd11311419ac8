"""Splitting, merging and moving posts as decisions: whom they concern is told, and they can be undone.

The caller owns the transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates import actions as debates
from forum.debates.actions import lock_thread
from forum.debates.actions.transfers import lock_ends, lock_threads, lock_with_entry, take_back
from forum.debates.models import Thread, Transfer
from forum.extensions import db
from forum.lib.numbers import Ranges
from forum.moderation.actions.appeals import end_unheard, waiting_against
from forum.moderation.actions.cases import conclude, end_appeal, end_own, hold_case, reopen, still_open
from forum.moderation.actions.deciding import Grounds, calling, decided, not_own_flag, reasoned, taken
from forum.moderation.actions.reach import not_on_admin, thread_within_reach
from forum.moderation.actions.reviewed import tell_reversed, told_of
from forum.moderation.actions.undoing import ends_within_reach, reverse
from forum.moderation.models import Case, Decision
from forum.moderation.models.decisions import MOVES


@dataclass(frozen=True)
class Work:
    """Who moves posts and why; the case that they came from, if any, and whether it is settled by that."""

    moderator: User
    why: Grounds
    case: Case | None = None
    settles: bool = True


def split_thread(source: Thread, numbers: Ranges, title: str, work: Work, **given: Any) -> Transfer:
    """Make a thread of some posts of another; `given` and what is raised are those of the debates' act."""
    lock_thread(source)
    who, reason = work.moderator, work.why.reason
    return rearranged(
        "split",
        work,
        lambda: debates.split_thread(source, numbers, title, who, reason=reason, **given),
        source,
        numbers=numbers,
    )


def merge_threads(source: Thread, target: Thread, work: Work) -> Transfer:
    """Put all of a thread at the end of another; what is raised is what the debates' act raises."""
    if source.id != target.id:
        lock_with_entry(source, target)
    who, reason = work.moderator, work.why.reason
    return rearranged(
        "merge", work, lambda: debates.merge_threads(source, target, who, reason), source, target
    )


def move_posts(source: Thread, numbers: Ranges, target: Thread, work: Work) -> Transfer:
    """Put some posts at the end of another thread; what is raised is what the debates' act raises."""
    lock_threads(source, target)
    who, reason = work.moderator, work.why.reason
    return rearranged(
        "transfer",
        work,
        lambda: debates.move_posts(source, numbers, target, who, reason),
        source,
        target,
        numbers=numbers,
    )


def rearranged(
    act: str,
    work: Work,
    do: Callable[[], Transfer],
    source: Thread,
    *targets: Thread,
    numbers: Ranges | None = None,
) -> Transfer:
    """Do it, with the decision that says why, and who opened the thread is told; its threads are held.

    `numbers` are the posts that it moves; all, without.

    The case that the moderator came from is decided, or goes on. Raises ReasonMissing, CaseClosed, OwnFlag,
    StillHidden, and what the debates' act raises; OnAdmin if an administrator opened one of the threads, or
    would open the new one; DecidedByOthers where one is the moderator's own and another decided last where
    its posts are.
    """
    for thread in (source, *targets):
        thread_within_reach(work.moderator, thread, act)
    why, found = reasoned(act, work.why), still_open(work.case)
    not_own_flag(found, work.moderator)
    calls = calling(source, work.moderator, act, numbers)
    for thread in targets:
        calling(thread, work.moderator)
    decision = decided(act, why, work.moderator, case=found or calls, thread=source)
    done = do()
    not_on_admin(work.moderator, db.session.get_one(Thread, done.target_id).author_id)
    decision.before = {"transfer": done.id}
    conclude(decision, found, work.moderator, settles=work.settles)
    taken(decision)
    return done


def undo_transfer(done: Transfer, moderator: User) -> None:
    """Undo a transfer at any time; the decision by which it was done no longer stands.

    Who was told of that is told this too. The case that it settled waits again, unless something else that
    settled it stands. Appeals that wait against it end: what they asked for is done.

    What is raised is what the debates' `take_back` raises, OnAdmin, DecidedByOthers and OwnFlag.
    """
    lock_ends(done)
    decision = decision_of(done)
    case = None if decision is None else hold_case(decision)
    ends_within_reach(done, decision, moderator)
    not_own_flag(case, moderator)
    if decision is None or decision.undone:
        take_back(done, moderator)
        return
    asked = waiting_against(decision)
    told = told_of(decision, asked)
    reverse(decision, moderator)
    end_unheard(decision, asked)
    if case is not None:
        if decision.settles:
            reopen(case, moderator)
        end_own(case, moderator)
        end_appeal(case, moderator)
    tell_reversed(decision, told)


def decision_of(done: Transfer) -> Decision | None:
    """The decision by which posts were moved."""
    about = select(Decision).where(Decision.thread_id == done.source_id, Decision.act.in_(MOVES))
    return next((one for one in db.session.scalars(about) if one.before.get("transfer") == done.id), None)
