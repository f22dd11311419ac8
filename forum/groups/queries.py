"""Which groups there are for whom."""

from collections.abc import Sequence

from flask_login import current_user
from sqlalchemy import ColumnElement, Select, bindparam, or_, select, tuple_

from forum.accounts.bearer import narrowed
from forum.accounts.models import User
from forum.accounts.queries import with_username
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.refusals import NotFound
from forum.permissions import GUEST, Viewer

MEMBERSHIPS = select(GroupMember.group_id, GroupMember.moderator).where(
    GroupMember.user_id == bindparam("user_id")
)
MEMBERS = frozenset({"member"})
LIST = 100


def viewer_of(user: User) -> Viewer:
    """The viewer that `user` is: roles, groups and moderated groups, in one statement.

    Whoever is suspended has no role and still reads in their groups; whoever is silenced reads as a member
    does. Neither moderates or administers anything while it lasts.
    """
    rows = db.session.connection().execute(MEMBERSHIPS, {"user_id": user.id}).all()
    moderated = frozenset(row.group_id for row in rows if row.moderator)
    restricted = user.silenced or user.suspended
    return Viewer(
        id=user.id,
        roles=user.roles & MEMBERS if restricted else user.roles,
        groups=frozenset(row.group_id for row in rows),
        moderated=frozenset() if restricted else moderated,
        silenced=user.silenced,
        resting=restricted and (user.role != "member" or bool(moderated)),
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


def group_at(slug: str) -> Group | None:
    """The group at `slug`, whoever may know of it."""
    return db.session.scalar(select(Group).where(Group.slug == slug))


def team_of(group: Group) -> Sequence[User]:
    """Who moderates the group, in Spanish order."""
    return db.session.scalars(people_in(group, GroupMember.moderator.is_(True))).all()


def members_of(group: Group, after: str | None = None, size: int = LIST) -> tuple[Sequence[User], str | None]:
    """Some other members of the group in Spanish order, after a username, and whom the next ones follow."""
    query = people_in(group, GroupMember.moderator.is_(False)).limit(size + 1)
    person = with_username(after) if after else None
    if person is not None:
        query = query.where(tuple_(User.sort_key, User.id) > (person.sort_key, person.id))
    found = db.session.scalars(query).all()
    return found[:size], found[size - 1].username if len(found) > size else None


def people_in(group: Group, *which: ColumnElement[bool]) -> Select[User]:
    """Who belongs to the group, and meets these conditions on GroupMember."""
    query = select(User).join(GroupMember, GroupMember.user_id == User.id)
    there = GroupMember.group_id == group.id, User.state != "erased"
    return query.where(*there, *which).order_by(User.sort_key, User.id)
