"""People, what signing in needs, and who may register."""

from forum.accounts.models.people import (
    ROLES,
    SCOPES,
    TONES,
    ApiToken,
    SignInFailure,
    User,
    lasts,
    new_session_token,
)
from forum.accounts.models.registering import BAN_KINDS, Ban, SignUp

__all__ = [
    "BAN_KINDS",
    "ROLES",
    "SCOPES",
    "TONES",
    "ApiToken",
    "Ban",
    "SignInFailure",
    "SignUp",
    "User",
    "lasts",
    "new_session_token",
]
