"""Who administers the site."""

from forum import permissions
from forum.permissions import Viewer


def admin(viewer: Viewer, thing: object) -> bool:
    """An administrator of the site."""
    return "admin" in viewer.roles


permissions.declare({"admin.enter": [admin]})
