"""Making groups and changing who belongs to them. The caller owns the transaction."""

from forum.accounts.models import User
from forum.audit.actions import record
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.slugs import slugify, sort_key


def create_group(
    name: str, *, description: str = "", tone: int = 1, visibility: str = "open", creator: User | None = None
) -> Group:
    """A new group; its slug is made from `name`, which must hold a letter or digit."""
    group = Group(
        name=name,
        slug=slugify(name),
        sort_key=sort_key(name),
        description=description,
        tone=tone,
        visibility=visibility,
    )
    db.session.add(group)
    db.session.flush()
    record("group.create", "group", group.id, creator and creator.id, visibility=visibility)
    return group


def add_member(group: Group, user: User, *, moderator: bool = False) -> None:
    """Make `user` a member of `group`, or change whether they moderate it."""
    db.session.merge(GroupMember(group_id=group.id, user_id=user.id, moderator=moderator))
    db.session.flush()
