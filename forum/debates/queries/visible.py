"""Who may see which threads and posts: the one condition that every list, search, feed and count uses."""

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, true

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.indexes import unindexed
from forum.permissions import Viewer


def sees_all(viewer: Viewer) -> bool:
    """Whether `viewer` may look in every group."""
    return "moderator" in viewer.roles


def some_viewer(everywhere: bool) -> Viewer:
    """Stands in a statement that is built once for whoever asks; it runs with their `groups`."""
    roles = frozenset({"moderator"} if everywhere else ())
    return Viewer(roles=roles, groups=bindparam("groups", expanding=True))  # type: ignore[arg-type]


def in_visible_groups(viewer: Viewer, thread: type[Thread] = Thread) -> ColumnElement[bool]:
    """The condition on Thread, or an alias of it, that it lives where `viewer` may look.

    Without a group it is public. It holds for nearly every thread: lists found by it would be sorted whole.
    """
    if sees_all(viewer):
        return thread.id.is_not(None)
    groups = select(Group.id).where(visible_groups(viewer))
    return or_(thread.group_id.is_(None), unindexed(thread.group_id).in_(groups))


def visible_threads(
    viewer: Viewer, thread: type[Thread] = Thread, *, indexed: bool = True
) -> ColumnElement[bool]:
    """The condition on Thread, or an alias of it, that `viewer` may see it.

    Not `indexed` where another condition finds the few rows there may be.
    """
    state = thread.state if indexed else unindexed(thread.state)
    return and_(state == "visible", in_visible_groups(viewer, thread))


def visible_posts(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Post, joined to its Thread, that `viewer` may read its text."""
    return and_(Post.state == "visible", visible_threads(viewer))


def moderated_threads(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Thread that `viewer` decides there; site moderators do everywhere."""
    return true() if "moderator" in viewer.roles else Thread.group_id.in_(viewer.moderated)


def reached_threads(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Thread that `viewer` may act on it as one of the team: an administrator's, if one."""
    if "admin" in viewer.roles:
        return true()
    return or_(Thread.author_id.is_(None), Thread.author.has(User.role != "admin"))
