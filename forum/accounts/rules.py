"""Who may do what with an account."""

from forum import permissions
from forum.permissions import Viewer


def signed_in(viewer: Viewer, thing: object) -> bool:
    """Someone signed in, suspended or not; no program of theirs."""
    return viewer.id is not None and not viewer.by_program


def admin(viewer: Viewer, thing: object) -> bool:
    """An administrator of the site."""
    return "admin" in viewer.roles


permissions.declare({"account.settings": [signed_in]})
