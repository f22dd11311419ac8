"""Tokens with which a program does what a person may, as far as the token's scope goes."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from forum.accounts.models import ApiToken, User
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.clock import utcnow

PREFIX = "tertulia_"  # by which whoever finds one in a file knows what it is
NOTED = timedelta(hours=1)


def create_token(user: User, scope: str, label: str = "", expires: datetime | None = None) -> str:
    """A new token of the person; what is returned is kept nowhere."""
    token = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(user_id=user.id, digest=token_digest(token), scope=scope, label=label, expires=expires)
    db.session.add(row)
    db.session.flush()
    record("token.create", "user", user.id, None, token=row.id, scope=scope)
    return token


def token_digest(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash. 64 hex digits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def revoke_token(user: User, token_id: int) -> bool:
    """End a token of the person; gives whether it was one of theirs."""
    theirs = ApiToken.id == token_id, ApiToken.user_id == user.id
    if db.session.scalar(select(ApiToken.id).where(*theirs)) is None:
        return False
    db.session.execute(delete(ApiToken).where(*theirs))
    record("token.revoke", "user", user.id, user.id, token=token_id)
    return True


def revoke_all(user: User) -> None:
    """End every token of the person."""
    db.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))


def was_noted(token: ApiToken) -> bool:
    """Whether its use was noted in the last hour."""
    return token.last_used is not None and token.last_used > utcnow() - NOTED


def note_use(token_id: int) -> None:
    """The token is used now; noted once an hour at most."""
    now = utcnow()
    due = or_(ApiToken.last_used.is_(None), ApiToken.last_used <= now - NOTED)
    db.session.execute(update(ApiToken).where(ApiToken.id == token_id, due).values(last_used=now))
