"""What the moderators' room shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.debates.models import Post, Thread
from forum.debates.queries import moderated_threads
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.models import Case, Decision, Flag
from forum.permissions import Viewer

PAGE = 25
EARLIER = 20
Reasons = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Waiting:
    """What waits for a moderator: open cases, the oldest of them, and posts to approve."""

    cases: int
    oldest: datetime | None
    pending: int


def moderated_posts(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Post that `viewer` decides on it."""
    return true() if "moderator" in viewer.roles else Post.thread.has(moderated_threads(viewer))


def moderated_cases(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Case that `viewer` decides in it."""
    return true() if "moderator" in viewer.roles else Case.post.has(moderated_posts(viewer))


def case_list(viewer: Viewer, *, is_open: bool, after: Cursor | None = None) -> Slice[Case]:
    """Open cases, or closed ones, with their posts; the last opened or closed first."""
    state = Case.state == "open" if is_open else Case.closed.is_not(None)
    moment = Case.opened if is_open else Case.closed
    query = (
        select(Case)
        .where(state, moderated_cases(viewer))
        .options(joinedload(Case.post).joinedload(Post.thread).joinedload(Thread.group))
        .order_by(moment.desc(), Case.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(after.after(moment, Case.id))  # type: ignore[arg-type]
    return cut(
        db.session.scalars(query).all(), PAGE, lambda case: Cursor(case.closed or case.opened, case.id), after
    )


def reasons_of(cases: Slice[Case]) -> Mapping[int, Reasons]:
    """How often each reason was given, by case, the commonest first."""
    rows = db.session.execute(
        select(Flag.case_id, Flag.reason, func.count().label("times"))
        .where(Flag.case_id.in_([case.id for case in cases]))
        .group_by(Flag.case_id, Flag.reason)
        .order_by(func.count().desc(), Flag.reason)
    ).all()
    return {case.id: [(row.reason, row.times) for row in rows if row.case_id == case.id] for case in cases}


def find_case(case_id: int, viewer: Viewer) -> Case:
    """The case with its post and flags; NotFound where `viewer` decides nothing."""
    case = db.session.scalar(
        select(Case)
        .where(Case.id == case_id, moderated_cases(viewer))
        .options(
            joinedload(Case.post).options(
                joinedload(Post.author), joinedload(Post.thread).joinedload(Thread.group)
            ),
            selectinload(Case.flags).joinedload(Flag.user),
        )
    )
    if case is None:
        raise NotFound
    return case


def waiting(viewer: Viewer) -> Waiting:
    """What waits for `viewer`."""
    query = select(func.count(), func.min(Case.opened)).where(Case.state == "open", moderated_cases(viewer))
    number, oldest = db.session.execute(query).one()
    return Waiting(number, oldest, pending_count(viewer))


def waiting_count(viewer: Viewer) -> ColumnElement[int]:
    """The number of cases and posts to approve that wait for `viewer`."""
    cases = select(func.count()).select_from(Case).where(Case.state == "open", moderated_cases(viewer))
    return cases.scalar_subquery() + pending(viewer).scalar_subquery()


def pending(viewer: Viewer) -> Select[int]:
    """The number of posts that await approval where `viewer` decides."""
    return select(func.count()).select_from(Post).where(Post.state == "pending", moderated_posts(viewer))


def pending_count(viewer: Viewer) -> int:
    """How many posts await approval where `viewer` decides."""
    return db.session.scalar(pending(viewer)) or 0


def pending_posts(viewer: Viewer, after: Cursor | None = None) -> Slice[Post]:
    """Posts that await approval, the latest first."""
    query = (
        select(Post)
        .where(Post.state == "pending", moderated_posts(viewer))
        .options(joinedload(Post.author), joinedload(Post.thread).joinedload(Thread.group))
        .order_by(Post.created.desc(), Post.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(after.after(Post.created, Post.id))
    return cut(db.session.scalars(query).all(), PAGE, lambda post: Cursor(post.created, post.id), after)


def decision_list(viewer: Viewer, after: Cursor | None = None) -> Slice[Decision]:
    """What was decided, the latest first."""
    query = (
        select(Decision)
        .join(Decision.thread)
        .where(moderated_threads(viewer))
        .options(contains_eager(Decision.thread), joinedload(Decision.post), joinedload(Decision.moderator))
        .order_by(Decision.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(Decision.id < after.id)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.created, row.id), after)


def decisions_about(thread_id: int, post_id: int | None = None) -> Sequence[Decision]:
    """The last decisions about a whole thread, and about the post if one is given; the latest first."""
    whole = (Decision.thread_id == thread_id) & Decision.post_id.is_(None)
    return db.session.scalars(
        select(Decision)
        .where(whole if post_id is None else or_(Decision.post_id == post_id, whole))
        .options(joinedload(Decision.moderator))
        .order_by(Decision.id.desc())
        .limit(EARLIER)
    ).all()
