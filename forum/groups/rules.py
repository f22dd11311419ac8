"""Who says who belongs to a group."""

from forum import permissions
from forum.accounts.rules import admin
from forum.groups.models import Group
from forum.permissions import Viewer


def keeps_members(viewer: Viewer, group: Group) -> bool:
    """A moderator of a private group: it is theirs to say who reads there, but not who moderates."""
    return not group.is_open and group.id in viewer.moderated


permissions.declare({"group.people": [admin, keeps_members], "group.appoint": [admin]})
