"""Who may do what with an account."""

from forum import permissions
from forum.accounts.models import User
from forum.permissions import Viewer


def signed_in(viewer: Viewer, thing: object) -> bool:
    """Someone signed in, suspended or not; no program of theirs."""
    return viewer.id is not None and not viewer.by_program


def admin(viewer: Viewer, thing: object) -> bool:
    """An administrator of the site."""
    return "admin" in viewer.roles


def reaches(viewer: Viewer, person: User | None) -> bool:
    """Whoever the team's acts may fall on: anybody or nobody, but an administrator only another one's."""
    return person is None or person.role != "admin" or admin(viewer, person)


permissions.declare({"account.settings": [signed_in]})
