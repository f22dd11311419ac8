"""Who may do what to threads and posts."""

from forum import permissions
from forum.debates.models import Post, Thread
from forum.groups.models import Group
from forum.permissions import Viewer


def member(viewer: Viewer, thing: object) -> bool:
    """Someone signed in."""
    return "member" in viewer.roles


def member_alone(viewer: Viewer, thing: object) -> bool:
    """Someone signed in; no program of theirs."""
    return member(viewer, thing) and not viewer.by_program


def joins(viewer: Viewer, group: Group | None) -> bool:
    """Who may write in the group: anyone signed in, in an open one; its members and site moderators, else."""
    if not member(viewer, group):
        return False
    if group is None or group.is_open:
        return True
    return "moderator" in viewer.roles or group.id in viewer.groups


def joins_thread(viewer: Viewer, thread: Thread) -> bool:
    """Someone who may write where the thread lives."""
    return joins(viewer, thread.group)


def author(viewer: Viewer, post: Post) -> bool:
    """Who wrote the post."""
    return viewer.id is not None and post.author_id == viewer.id


def author_while_open(viewer: Viewer, post: Post) -> bool:
    """Who wrote the post, while it is shown."""
    return author(viewer, post) and post.state == "visible"


def moderates(viewer: Viewer, thread: Thread) -> bool:
    """A moderator of the site, or of the group where the thread lives."""
    return "moderator" in viewer.roles or (
        thread.group_id is not None and thread.group_id in viewer.moderated
    )


def moderates_post(viewer: Viewer, post: Post) -> bool:
    """A moderator of the thread that the post is in."""
    return moderates(viewer, post.thread)


permissions.declare(
    {
        "thread.open": [joins],
        "thread.reply": [joins_thread],
        "thread.follow": [member],
        "thread.moderate": [moderates],
        "post.edit": [author_while_open],
        "post.withdraw": [author_while_open],
        "post.history": [author, moderates_post],
        "post.moderate": [moderates_post],
        "draft.use": [member_alone],
        "file.upload": [member],
    }
)
