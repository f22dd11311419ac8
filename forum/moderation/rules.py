"""Who may call for moderation, and who decides."""

from forum import permissions
from forum.debates.models import Post
from forum.debates.rules import author, member, moderates_post
from forum.permissions import Viewer


def may_flag(viewer: Viewer, post: Post) -> bool:
    """Someone signed in, about a post that is shown and not their own."""
    return member(viewer, post) and not author(viewer, post) and post.state == "visible"


def moderator_somewhere(viewer: Viewer, thing: object) -> bool:
    """A moderator of the site or of a group."""
    return "moderator" in viewer.roles or bool(viewer.moderated)


def other_moderator(viewer: Viewer, post: Post) -> bool:
    """A moderator of where the post is who did not write it."""
    return moderates_post(viewer, post) and not author(viewer, post)


permissions.declare(
    {
        "post.flag": [may_flag],
        "post.decide": [other_moderator],
        "moderation.enter": [moderator_somewhere],
    }
)
