"""Who moderates: the few of a table that may be long, found by two small indexes."""

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, union_all

from forum.accounts.models import User
from forum.groups.models import GroupMember
from forum.lib.clock import utcnow

MODERATES_SITE = User.role != literal_column("'member'")  # word for word, so that SQLite sees its index


def on_team(*there: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on User that they moderate the site, or a group; `there`: those on GroupMember."""
    site = select(User.id).where(MODERATES_SITE).correlate(None)
    groups = select(GroupMember.user_id).where(GroupMember.moderator, *there)
    return User.id.in_(union_all(site, groups))


def able() -> ColumnElement[bool]:
    """The condition on User that nothing keeps them from acting now: neither silenced nor suspended."""
    now, ends = utcnow(), (User.silenced_until, User.suspended_until)
    return and_(User.state == "active", *(or_(end.is_(None), end <= now) for end in ends))
