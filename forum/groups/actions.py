"""Making groups and changing who belongs to them. The caller owns the transaction."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.actions import NoAccount
from forum.accounts.models import User
from forum.audit.actions import record
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.groups.signals import membership_changed
from forum.lib.locks import hold_row, hold_word
from forum.lib.refusals import Invalid, NotAllowed
from forum.lib.slugs import slugify, sort_key


class NoName(Invalid):
    message = _l("El nombre necesita alguna letra o número.")


class GroupExists(Invalid):
    message = _l("Ya hay un grupo con ese nombre.")


class NotOfGroup(Invalid):
    message = _l("Esa persona no está en este grupo.")


class AppointedByAdmins(NotAllowed):
    message = _l("Quién modera un grupo lo dice la administración.")


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


def add_member(
    group: Group, user: User, *, moderator: bool = False, actor: User | None = None, quietly: bool = False
) -> None:
    """Make `user` a member of `group`, or change whether they moderate it; who was so already stays so.

    `actor` is None for commands. They are told, unless `quietly`. Raises NoAccount, AppointedByAdmins.
    """
    if not user.is_active or user.is_unclaimed:
        raise NoAccount(field="username")
    hold_row(group)
    before = db.session.get(GroupMember, (group.id, user.id), populate_existing=True)
    if before is not None and before.moderator is moderator:
        return
    not_appointed(before, actor, moderator=moderator)
    db.session.merge(GroupMember(group_id=group.id, user_id=user.id, moderator=moderator))
    db.session.flush()
    record("group.member", "group", group.id, actor and actor.id, member=user.id, moderator=moderator)
    if not quietly:
        membership_changed.send(group, user=user, role="moderator" if moderator else "member")


def remove_member(group: Group, user: User, *, actor: User | None = None) -> None:
    """Have somebody belong to the group no more; they are told. Raises NotOfGroup, AppointedByAdmins."""
    hold_row(group)
    there = db.session.get(GroupMember, (group.id, user.id), populate_existing=True)
    if there is None:
        raise NotOfGroup(field="username")
    not_appointed(there, actor)
    db.session.delete(there)
    db.session.flush()
    record("group.leave", "group", group.id, actor and actor.id, member=user.id)
    membership_changed.send(group, user=user, role="")


def not_appointed(there: GroupMember | None, actor: User | None, *, moderator: bool = False) -> None:
    """Raise AppointedByAdmins where who moderates a held group changes and the actor is no administrator."""
    changes = moderator or (there is not None and there.moderator)
    if changes and actor is not None and actor.role != "admin":
        raise AppointedByAdmins
