"""Who may see which threads and posts: the one condition that every list, search, feed and count uses."""

from sqlalchemy import ColumnElement, and_, or_, select

from forum.debates.models import Post, Thread
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.permissions import Viewer


def in_visible_groups(viewer: Viewer, thread: type[Thread] = Thread) -> ColumnElement[bool]:
    """The condition on Thread, or an alias of it, that it lives where `viewer` may look.

    Without a group it is public.
    """
    if "moderator" in viewer.roles:
        return thread.id.is_not(None)
    return or_(thread.group_id.is_(None), thread.group_id.in_(select(Group.id).where(visible_groups(viewer))))


def visible_threads(viewer: Viewer, thread: type[Thread] = Thread) -> ColumnElement[bool]:
    """The condition on Thread, or an alias of it, that `viewer` may see it."""
    return and_(thread.state == "visible", in_visible_groups(viewer, thread))


def visible_posts(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Post, joined to its Thread, that `viewer` may read its text."""
    return and_(Post.state == "visible", visible_threads(viewer))
