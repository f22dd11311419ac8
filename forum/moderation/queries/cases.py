"""The queue, and one case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, TextClause, and_, false, func, or_, select, text
from sqlalchemy.orm import joinedload, selectinload, with_expression

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.lib.indexes import unindexed
from forum.lib.keys import Cursor, Rank, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.models import Case, CaseNote, Flag
from forum.moderation.queries.appeals import appeals_waiting
from forum.moderation.queries.filters import STATES, Filters
from forum.moderation.queries.nobody import lapsed
from forum.moderation.queries.pending import pending
from forum.moderation.queries.scope import moderated_cases
from forum.moderation.queries.team import able, on_team
from forum.permissions import Viewer

PAGE = 25
# Word for word, so that SQLite sees which index has them.
IS_OPEN = text("cases.state IN ('new', 'in_hand')")
IS_WAITING = text("cases.state IN ('new', 'in_hand', 'appealed')")
NO_FILTERS = Filters()
Reasons = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Waiting:
    """What waits for a moderator: open cases and the oldest, theirs, appeals, and posts to approve."""

    cases: int
    oldest: datetime | None
    mine: int
    appeals: int
    pending: int


def in_tab(tab: str, viewer: Viewer) -> ColumnElement[bool] | TextClause:
    """The condition on Case that it is in a tab of the queue."""
    if tab == "open":
        return IS_OPEN
    if tab == "mine":
        return and_(IS_WAITING, unindexed(Case.assignee_id) == viewer.id)
    return unindexed(Case.state).in_(STATES[tab])


def case_list(
    viewer: Viewer, tab: str, filters: Filters = NO_FILTERS, after: Cursor | Rank | None = None
) -> Slice[Case]:
    """The cases of a tab that meet the filters, with their things, as `filters` order them."""
    key = Case.weight if filters.by_weight else Case.decided if tab == "resolved" else Case.opened
    query = (
        select(Case)
        .where(in_tab(tab, viewer), moderated_cases(viewer), *filters.conditions)
        .options(
            joinedload(Case.post).joinedload(Post.thread).joinedload(Thread.group),
            joinedload(Case.person),
            joinedload(Case.assignee),
            with_expression(Case.lapsed, lapsed()),
        )
        .order_by(key.desc(), Case.id.desc())
        .limit(PAGE + 1)
    )
    if filters.of_flags:
        query = query.where(~about_viewer(viewer))
    if after:
        query = query.where(after.after(key, Case.id))  # type: ignore[arg-type]

    def place(case: Case) -> Cursor | Rank:
        if filters.by_weight:
            return Rank(case.weight, case.id)
        return Cursor(case.decided or case.opened if tab == "resolved" else case.opened, case.id)

    return cut(db.session.scalars(query).all(), PAGE, place, after)


def about_viewer(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Case that it is about `viewer`, who is not told what was flagged in it."""
    wrote = select(Post.id).where(Post.id == Case.post_id, Post.author_id == viewer.id).exists()
    return or_(wrote, func.coalesce(Case.person_id == viewer.id, false()))


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
    """The case with its thing, flags and notes; NotFound where `viewer` decides nothing."""
    case = db.session.scalar(
        select(Case)
        .where(Case.id == case_id, moderated_cases(viewer))
        .options(
            joinedload(Case.post).options(
                joinedload(Post.author),
                joinedload(Post.thread).options(joinedload(Thread.group), joinedload(Thread.author)),
            ),
            joinedload(Case.person),
            joinedload(Case.assignee),
            with_expression(Case.lapsed, lapsed()),
            selectinload(Case.flags).joinedload(Flag.user),
            selectinload(Case.notices),
            selectinload(Case.notes).joinedload(CaseNote.author),
        )
    )
    if case is None:
        raise NotFound
    return case


def colleagues(case: Case) -> Sequence[User]:
    """Who may decide the case now: moderators of the site and of its group who did not call for it, nor is it
    about them; administrators where it is about one. In Spanish order.
    """
    group_id = case.post.thread.group_id if case.post else None
    which = on_team(GroupMember.group_id == (group_id or 0))
    about = case.post.author if case.post else case.person
    query = select(User).where(which, able())
    if about is not None:
        query = query.where(User.id != about.id)
    if about is not None and about.role == "admin":
        query = query.where(User.role == "admin")
    called = {flag.user_id for flag in case.flags} | {notice.person_id for notice in case.notices}
    people = db.session.scalars(query.order_by(User.sort_key, User.id))
    return [person for person in people if person.id not in called]


def waiting(viewer: Viewer) -> Waiting:
    """What waits for `viewer`, in one statement, each figure from the index that has it."""
    there = moderated_cases(viewer)
    cases = select(func.count()).select_from(Case)
    figures = (
        cases.where(IS_OPEN, there),
        select(Case.opened).where(IS_OPEN, there).order_by(Case.opened, Case.id).limit(1),
        cases.where(in_tab("mine", viewer), there),
        appeals_waiting(viewer),
        pending(viewer),
    )
    return Waiting(*db.session.execute(select(*(one.scalar_subquery() for one in figures))).one())


def waiting_count(viewer: Viewer) -> ColumnElement[int]:
    """The number of cases, appeals and posts to approve that wait for `viewer`."""
    cases = select(func.count()).select_from(Case).where(IS_WAITING, moderated_cases(viewer))
    return cases.scalar_subquery() + pending(viewer).scalar_subquery()
