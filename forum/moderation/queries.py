"""What the moderators' room shows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.models import Case, Decision, Flag
from forum.permissions import Viewer

PAGE = 25
OLD = 20


def moderated_threads(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Thread that `viewer` decides there."""
    if "moderator" in viewer.roles:
        return Thread.id.is_not(None)
    return Thread.group_id.in_(viewer.moderated)


def cases(viewer: Viewer) -> Select[tuple[Case]]:
    """Cases that `viewer` may decide, with their posts and flags."""
    return (
        select(Case)
        .join(Case.post)
        .join(Post.thread)
        .where(moderated_threads(viewer))
        .options(
            contains_eager(Case.post).options(
                contains_eager(Post.thread).joinedload(Thread.group), joinedload(Post.author)
            ),
            selectinload(Case.flags).joinedload(Flag.user),
            selectinload(Case.decisions).joinedload(Decision.moderator),
        )
    )


def case_list(viewer: Viewer, *, is_open: bool, after: Cursor | None = None) -> Slice[Case]:
    """Open or closed cases, the latest first."""
    query = cases(viewer).where(Case.state == "open" if is_open else Case.state != "open")
    if after:
        query = query.where(after.after(Case.opened, Case.id))
    query = query.order_by(Case.opened.desc(), Case.id.desc()).limit(PAGE + 1)
    return cut(db.session.scalars(query).all(), PAGE, lambda case: Cursor(case.opened, case.id), after)


def find_case(case_id: int, viewer: Viewer) -> Case:
    """The case; NotFound where `viewer` decides nothing."""
    case = db.session.scalar(cases(viewer).where(Case.id == case_id))
    if case is None:
        raise NotFound
    return case


def open_case_count(viewer: Viewer) -> int:
    """How many cases wait for `viewer`, pending posts included."""
    waiting = (
        select(func.count())
        .select_from(Case)
        .join(Case.post)
        .join(Post.thread)
        .where(Case.state == "open", moderated_threads(viewer))
    )
    return (db.session.scalar(waiting) or 0) + pending_count(viewer)


def pending_count(viewer: Viewer) -> int:
    """How many posts await approval where `viewer` decides."""
    pending = (
        select(func.count())
        .select_from(Post)
        .join(Post.thread)
        .where(Post.state == "pending", moderated_threads(viewer))
    )
    return db.session.scalar(pending) or 0


def pending_posts(viewer: Viewer, after: Cursor | None = None) -> Slice[Post]:
    """Posts that await approval, the latest first."""
    query = (
        select(Post)
        .join(Post.thread)
        .where(Post.state == "pending", moderated_threads(viewer))
        .options(joinedload(Post.author), contains_eager(Post.thread).joinedload(Thread.group))
    )
    if after:
        query = query.where(after.after(Post.created, Post.id))
    query = query.order_by(Post.created.desc(), Post.id.desc()).limit(PAGE + 1)
    return cut(db.session.scalars(query).all(), PAGE, lambda post: Cursor(post.created, post.id), after)


def decision_list(viewer: Viewer, after: Cursor | None = None) -> Slice[Decision]:
    """What was decided, the latest first."""
    query = (
        select(Decision)
        .join(Decision.thread)
        .where(moderated_threads(viewer))
        .options(contains_eager(Decision.thread), joinedload(Decision.post), joinedload(Decision.moderator))
    )
    if after:
        query = query.where(after.after(Decision.created, Decision.id))
    query = query.order_by(Decision.created.desc(), Decision.id.desc()).limit(PAGE + 1)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.created, row.id), after)


def decisions_about(post: Post) -> Sequence[Decision]:
    """What was decided about a post or its whole thread, the latest first."""
    return db.session.scalars(
        select(Decision)
        .where(
            or_(
                Decision.post_id == post.id,
                (Decision.thread_id == post.thread_id) & Decision.post_id.is_(None),
            )
        )
        .options(joinedload(Decision.moderator))
        .order_by(Decision.id.desc())
        .limit(OLD)
    ).all()
