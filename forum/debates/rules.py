"""Who may do what to threads and posts."""

from forum import permissions
from forum.accounts.rules import reaches, signed_in
from forum.debates.models import Post, Thread
from forum.groups.models import Group
from forum.permissions import Viewer


def member(viewer: Viewer, thing: object) -> bool:
    """Someone signed in."""
    return "member" in viewer.roles


def joins(viewer: Viewer, group: Group | None) -> bool:
    """Who may write in the group: anyone signed in, in an open one; its members and site moderators, else.

    Nobody who is silenced.
    """
    if not member(viewer, group) or viewer.silenced:
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


def author_not_silenced(viewer: Viewer, post: Post) -> bool:
    """Who wrote the post, while it is shown, unless they are silenced or suspended."""
    return author_while_open(viewer, post) and member(viewer, post) and not viewer.silenced


def edits_wiki(viewer: Viewer, post: Post) -> bool:
    """Someone who may write where a post is that all edit, while it is shown and the thread is open."""
    shown = post.wiki and post.state == "visible" and not post.thread.closed
    return shown and joins_thread(viewer, post.thread) and not viewer.silenced


def moderates(viewer: Viewer, thread: Thread) -> bool:
    """A moderator of the site, or of the group where the thread lives."""
    return "moderator" in viewer.roles or (
        thread.group_id is not None and thread.group_id in viewer.moderated
    )


def moderates_post(viewer: Viewer, post: Post) -> bool:
    """A moderator of the thread that the post is in."""
    return moderates(viewer, post.thread)


def decides_on_thread(viewer: Viewer, thread: Thread) -> bool:
    """A moderator of where it is; an administrator, if one opened it. Its author is loaded."""
    return moderates(viewer, thread) and reaches(viewer, thread.author)


def marks_post(viewer: Viewer, post: Post) -> bool:
    """A moderator of the thread that the post is in; an administrator, if one wrote it."""
    return moderates_post(viewer, post) and reaches(viewer, post.author)


permissions.declare(
    {
        "thread.open": [joins],
        "thread.reply": [joins_thread],
        "thread.follow": [member],
        "thread.moderate": [moderates],
        "thread.decide": [decides_on_thread],
        "post.edit": [author_not_silenced, edits_wiki],
        "post.mark": [marks_post],
        "post.withdraw": [author_while_open],
        "post.history": [author, moderates_post],
        "post.moderate": [moderates_post],
        "draft.use": [signed_in],
        "file.upload": [member],
    }
)
