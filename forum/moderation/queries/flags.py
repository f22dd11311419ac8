"""What a person flagged, for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from forum.debates.models import Post, Thread
from forum.debates.queries.visible import in_visible_groups
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.models import Case, Decision, Flag, MovedCase
from forum.moderation.queries.outcomes import case_now, outcome_of, outcomes
from forum.permissions import Viewer

PAGE = 25


@dataclass(frozen=True)
class OwnFlag:
    """A flag, the case where what it is about is handled now, and the decision that they are told of.

    `in_sight`: whether whoever flagged may still look where the post is.
    """

    flag: Flag
    case: Case
    decision: Decision | None
    in_sight: bool


def own_flags(viewer: Viewer, after: Cursor | None = None) -> Slice[OwnFlag]:
    """What `viewer` flagged, the latest first. Three statements."""
    query = flagged_by(viewer).order_by(Flag.id.desc()).limit(PAGE + 1)
    if after:
        query = query.where(Flag.id < after.id)
    rows = [(flag, case) for flag, case in db.session.execute(query)]
    cases = [case for _flag, case in rows]
    told, places = outcomes([case.id for case in cases]), threads_in_sight(cases, viewer)
    found = [
        OwnFlag(flag, case, told.get(case.id), case.post is None or case.post.thread_id in places)
        for flag, case in rows
    ]
    return cut(found, PAGE, lambda row: Cursor(row.flag.created, row.flag.id), after)


def own_flag(case_id: int, viewer: Viewer) -> OwnFlag:
    """What `viewer` flagged in a case, also one whose flags went to another since. NotFound."""
    now = case_now(case_id)
    row = db.session.execute(flagged_by(viewer).where(Case.id == now).order_by(Flag.case_id == now)).first()
    if row is None:
        raise NotFound
    flag, case = row
    in_sight = case.post is None or case.post.thread_id in threads_in_sight([case], viewer)
    return OwnFlag(flag, case, outcome_of(case.id), in_sight)


def flagged_by(viewer: Viewer) -> Select[Flag, Case]:
    """The flags of `viewer`, each with the case where its thing is handled now."""
    moved = aliased(MovedCase)
    return (
        select(Flag, Case)
        .outerjoin(moved, moved.case_id == Flag.case_id)
        .join(Case, Case.id == func.coalesce(moved.into_id, Flag.case_id))
        .where(Flag.user_id == viewer.id)
        .options(joinedload(Case.post).joinedload(Post.thread), joinedload(Case.person))
    )


def threads_in_sight(cases: Sequence[Case], viewer: Viewer) -> set[int]:
    """The ids of the threads of these cases' posts that stand where `viewer` may look."""
    ids = [case.post.thread_id for case in cases if case.post]
    return set(db.session.scalars(select(Thread.id).where(Thread.id.in_(ids), in_visible_groups(viewer))))
