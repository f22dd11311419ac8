"""Who may change a profile."""

from forum import permissions
from forum.accounts.models import User
from forum.permissions import Viewer


def oneself(viewer: Viewer, person: User) -> bool:
    """The person, unless suspended or silenced: others read what it says."""
    return "member" in viewer.roles and viewer.id == person.id and not viewer.silenced


def member(viewer: Viewer, thing: object) -> bool:
    """Someone signed in, who therefore has a profile."""
    return "member" in viewer.roles


permissions.declare({"profile.edit": [oneself], "profile.own": [member]})
