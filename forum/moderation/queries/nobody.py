"""Cases and appeals that nobody may decide now; of one of them, `hearers` and the rules say the same."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, and_, case, func, null, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.moderation.models import OPEN_STATES, Appeal, Case, Decision, Flag, MovedCase, Notice
from forum.moderation.queries.team import MODERATES_SITE, able

Column = ColumnElement[int] | InstrumentedAttribute[int] | InstrumentedAttribute[int | None]


def acting() -> Subquery:
    """Who is of the team and may act now, by `id` and `role`, in the group `group_id`; None: everywhere."""
    everywhere = null().label("group_id")
    site = select(User.id, User.role, everywhere).where(MODERATES_SITE, able())
    local = select(User.id, User.role, GroupMember.group_id).join(GroupMember, GroupMember.user_id == User.id)
    return union_all(site, local.where(GroupMember.moderator, able())).subquery("team")


def nobody_decides() -> ColumnElement[bool]:
    """The condition on Case that none of the team may decide it now."""
    team = acting()
    author = select(Post.author_id).where(Post.id == Case.post_id).correlate(Case).scalar_subquery()
    about = func.coalesce(Case.person_id, author, 0)
    could = select(team.c.id).where(
        moderates(team, group_of(Case.post_id)),
        apart(team, about),
        ~calls(Case.id, team),
    )
    return ~could.correlate(Case).exists()


def nobody_hears() -> ColumnElement[bool]:
    """The condition on Appeal, joined to its Decision, that none of the team may hear it now."""
    team = acting()
    is_transfer = Decision.before["transfer"].as_integer().is_not(None)
    merged = select(Thread.id).where(Thread.id == Decision.thread_id, Thread.state == "removed", ~is_transfer)
    of_case = select(Case.post_id).where(
        Case.id == Decision.case_id, merged.correlate_except(Thread).exists()
    )
    post_id = func.coalesce(Decision.post_id, of_case.correlate(Decision).scalar_subquery())
    whole = select(Thread.group_id).where(Thread.id == Decision.thread_id).correlate(Decision)
    moved = Transfer.id == Decision.before["transfer"].as_integer()
    taken = select(Thread.group_id).join(Transfer, Transfer.target_id == Thread.id).where(moved)
    target = taken.correlate(Decision).scalar_subquery()
    group_id = case((post_id.is_not(None), group_of(post_id)), else_=whole.scalar_subquery())
    could = select(team.c.id).where(
        moderates(team, group_id),
        or_(~is_transfer, moderates_too(team, target)),
        apart(team, func.coalesce(Decision.person_id, 0)),
        team.c.id != func.coalesce(Decision.moderator_id, 0),
        team.c.id != func.coalesce(Appeal.appellant_id, 0),
        ~calls(Decision.case_id, team),
    )
    return ~could.correlate(Appeal, Decision).exists()


def lapsed() -> ColumnElement[bool]:
    """The condition on Case that it waits in the hands of somebody who may not act there now."""
    team = acting()
    there = select(team.c.id).where(team.c.id == Case.assignee_id, moderates(team, group_of(Case.post_id)))
    waits = Case.state.in_((*OPEN_STATES, "appealed"))
    return and_(waits, Case.assignee_id.is_not(None), ~there.correlate(Case).exists())


def has_lapsed(found: Case) -> bool:
    """Whether a case waits in the hands of somebody who may not act there now."""
    return db.session.scalar(select(Case.id).where(Case.id == found.id, lapsed())) is not None


def is_stuck(found: Case) -> bool:
    """Whether a case waits and none of the team may decide it."""
    stuck = select(Case.id).where(Case.id == found.id, nobody_decides())
    return found.is_open and db.session.scalar(stuck) is not None


def moderates(team: Subquery, group_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that one of the team is there: a site's everywhere."""
    return or_(team.c.group_id.is_(None), team.c.group_id == group_id)


def moderates_too(team: Subquery, group_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that one of the team is there as well as where they were found."""
    there = select(GroupMember.user_id).where(
        GroupMember.group_id == group_id, GroupMember.user_id == team.c.id, GroupMember.moderator
    )
    return or_(team.c.group_id.is_(None), there.correlate_except(GroupMember).exists())


def group_of(post_id: Column) -> ScalarSelect[int | None]:
    """The group where a post is now."""
    query = select(Thread.group_id).join(Post, Post.thread_id == Thread.id).where(Post.id == post_id)
    return query.correlate_except(Post, Thread).scalar_subquery()


def apart(team: Subquery, person_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that it is not about one of the team; about an administrator, that they are one too."""
    admin = select(User.id).where(User.id == person_id, User.role == "admin").correlate_except(User)
    return and_(team.c.id != person_id, or_(team.c.role == "admin", ~admin.exists()))


def calls(case_id: Column, team: Subquery) -> ColumnElement[bool]:
    """The condition that one of the team flagged in a case, or sent a notice, wherever their flags went."""
    into = select(MovedCase.into_id).where(MovedCase.case_id == case_id).correlate_except(MovedCase)
    here = [or_(column == case_id, column.in_(into)) for column in (Flag.case_id, Notice.case_id)]
    flagged = select(Flag.id).where(here[0], Flag.user_id == team.c.id)
    noticed = select(Notice.id).where(here[1], Notice.person_id == team.c.id)
    return or_(flagged.correlate_except(Flag).exists(), noticed.correlate_except(Notice).exists())
