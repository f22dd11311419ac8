"""Which groups there are for whom."""

from collections.abc import Sequence

from flask_login import current_user
from sqlalchemy import ColumnElement, bindparam, or_, select

from forum.accounts.bearer import narrowed
from forum.accounts.models import User
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.refusals import NotFound
from forum.permissions import GUEST, Viewer

MEMBERSHIPS = select(GroupMember.group_id, GroupMember.moderator).where(
    GroupMember.user_id == bindparam("user_id")
)


def viewer_of(user: User) -> Viewer:
    """The viewer that `user` is: roles, groups and moderated groups, in one statement.

    Without a role (suspended) one still reads in one's groups, and moderates nothing.
    """
    rows = db.session.execute(MEMBERSHIPS, {"user_id": user.id}).all()
    return Viewer(
        id=user.id,
        roles=user.roles,
        groups=frozenset(row.group_id for row in rows),
        moderated=frozenset(row.group_id for row in rows if row.moderator and user.roles),
    )


def current_viewer() -> Viewer:
    """The viewer of this request."""
    return narrowed(viewer_of(current_user)) if current_user.is_authenticated else GUEST


def visible_groups(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Group that `viewer` may know of it: open, or one of theirs; site moderators all."""
    if "moderator" in viewer.roles:
        return Group.id.is_not(None)
    return or_(Group.visibility == "open", Group.id.in_(viewer.groups))


def find_group(slug: str, viewer: Viewer) -> Group:
    """The group at `slug`, or NotFound if there is none that `viewer` may know of."""
    found = db.session.scalar(select(Group).where(Group.slug == slug, visible_groups(viewer)))
    if found is None:
        raise NotFound
    return found


def group_list(viewer: Viewer) -> Sequence[Group]:
    """The groups that `viewer` may know of, in Spanish order."""
    return db.session.scalars(
        select(Group).where(visible_groups(viewer)).order_by(Group.sort_key, Group.id)
    ).all()
