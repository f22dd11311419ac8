"""Who may call for moderation, and who decides."""

from forum import permissions
from forum.debates.models import Post
from forum.debates.rules import author, member, moderates_post
from forum.groups.models import Group
from forum.moderation.models import Case
from forum.permissions import Viewer


def may_flag(viewer: Viewer, post: Post) -> bool:
    """Someone signed in, about a post that is shown and not their own."""
    return member(viewer, post) and not author(viewer, post) and post.visible


def moderator_somewhere(viewer: Viewer, thing: object) -> bool:
    """A moderator of the site or of a group."""
    return "moderator" in viewer.roles or bool(viewer.moderated)


def moderates_group(viewer: Viewer, group: Group) -> bool:
    """A moderator of the site or of this group."""
    return "moderator" in viewer.roles or group.id in viewer.moderated


def other_moderator(viewer: Viewer, post: Post) -> bool:
    """A moderator of where the post is who did not write it."""
    return moderates_post(viewer, post) and not author(viewer, post)


def other_moderator_of_case(viewer: Viewer, case: Case) -> bool:
    """A moderator of where the case's post is who did not write it."""
    return other_moderator(viewer, case.post)


permissions.declare(
    {
        "post.flag": [may_flag],
        "post.decide": [other_moderator],
        "case.decide": [other_moderator_of_case],
        "thread.receive": [moderates_group],
        "moderation.enter": [moderator_somewhere],
    }
)
