"""Who may do what with an account."""

from forum import permissions
from forum.permissions import Viewer


def signed_in(viewer: Viewer, thing: object) -> bool:
    """Someone signed in, suspended or not."""
    return viewer.id is not None


permissions.declare({"account.settings": [signed_in]})
