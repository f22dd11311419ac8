"""Requests with `Authorization: Bearer TOKEN` (RFC 6750): they read as the person, and write nothing."""

from dataclasses import replace

from flask import Request, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from forum.accounts.actions.api_tokens import token_digest, was_noted
from forum.accounts.models import ApiToken, User
from forum.extensions import db, login_manager
from forum.lib.clock import utcnow
from forum.permissions import Viewer

READING = ("GET", "HEAD")
ROLES = {  # what a person's roles shrink to
    "read": frozenset({"member"}),
    "write": frozenset({"member"}),
    "moderate": frozenset({"member", "moderator"}),
}


def sent_token(sent: Request) -> str | None:
    """The token that a request carries, if it carries one."""
    given = sent.authorization
    return (given.token or "") if given is not None and given.type == "bearer" else None


def find_token(text: str) -> ApiToken | None:
    """The token, with its person, if it is one that still holds."""
    holds = or_(ApiToken.expires.is_(None), ApiToken.expires > utcnow())
    query = select(ApiToken).where(ApiToken.digest == token_digest(text), holds)
    token = db.session.scalar(query.options(joinedload(ApiToken.user)))
    return token if token is not None and token.user.is_active else None


def presented() -> ApiToken | None:
    """The token that this request carries, if it still holds; looked for once."""
    if "presented" not in g:
        text = sent_token(request)
        g.presented = None if text is None else find_token(text)
    found: ApiToken | None = g.presented
    return found


@login_manager.request_loader
def load_by_token(sent: Request) -> User | None:
    """Whose token a request carries. Only to read: there is no other address for programs yet."""
    token = presented() if sent.method in READING else None
    if token is None:
        return None
    g.token = token
    if not was_noted(token):
        g.token_used = token.id
    return token.user


def narrowed(viewer: Viewer) -> Viewer:
    """The viewer with what this request may use of their roles: all of it, but for a token's scope."""
    token = token_in_use()
    if token is None:
        return viewer
    moderated = viewer.moderated if token.scope == "moderate" else frozenset[int]()
    roles = viewer.roles & ROLES[token.scope]
    return replace(viewer, roles=roles, moderated=moderated, by_program=True)


def token_in_use() -> ApiToken | None:
    """The token by which this request's person is known."""
    if not has_request_context() or sent_token(request) is None or current_user.is_anonymous:
        return None
    found: ApiToken | None = g.get("token")
    return found


def is_refused() -> bool:
    """Whether this request carries a token that is none, or none any more."""
    return sent_token(request) is not None and presented() is None
