"""Making groups and changing who belongs to them. The caller owns the transaction."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.lib.locks import hold_word
from forum.lib.refusals import Invalid
from forum.lib.slugs import slugify, sort_key


class NoName(Invalid):
    message = _l("El nombre necesita alguna letra o número.")


class GroupExists(Invalid):
    message = _l("Ya hay un grupo con ese nombre.")


def create_group(
    name: str, *, description: str = "", tone: int = 1, visibility: str = "open", creator: User | None = None
) -> Group:
    """A new group; its slug is made from `name`. Raises NoName, GroupExists."""
    if not slugify(name):
        raise NoName(field="name")
    hold_word("group", slugify(name))
    if db.session.scalar(select(Group.id).where(Group.slug == slugify(name))) is not None:
        raise GroupExists(field="name")
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


def first_group() -> None:
    """Make a group in a forum that has none: nobody could open a debate."""
    hold_word("group", "")
    if db.session.scalar(select(Group.id).limit(1)) is None:
        create_group("General", description=str(_l("De todo lo que aún no tiene su grupo.")))


def add_member(group: Group, user: User, *, moderator: bool = False) -> None:
    """Make `user` a member of `group`, or change whether they moderate it."""
    db.session.merge(GroupMember(group_id=group.id, user_id=user.id, moderator=moderator))
    db.session.flush()
