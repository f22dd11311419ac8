"""Pages of signing in, registering, recovering a password, and a person's own settings."""

from forum.accounts.views import recovery, registration, settings, sign_in, tokens  # noqa: F401
from forum.accounts.views.blueprint import bp

__all__ = ["bp"]
