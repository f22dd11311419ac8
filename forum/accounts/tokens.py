"""Links in mails: signed, short-lived, and good for one use, since using one changes what it is bound to."""

import hashlib
import hmac
from datetime import timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.locks import held
from forum.lib.refusals import Gone

GOOD_FOR = {"confirm": timedelta(hours=48), "reset": timedelta(hours=2), "address": timedelta(hours=48)}


class DeadLink(Gone):
    message = _l("Este enlace ya no vale: se usó, caducó o se pidió otro después.")


def make_token(purpose: str, user: User, **more: str) -> str:
    """A token for a link to `user`, with what else it must carry."""
    return serializer(purpose).dumps({"id": user.id, "state": state_of(user), **more})


def read_token(purpose: str, token: str, *, lock: bool = False) -> tuple[User, dict[str, str]]:
    """Whom the token was made for, and what it carries; `lock` holds the person's row. Raises DeadLink."""
    try:
        said = serializer(purpose).loads(token, max_age=int(GOOD_FOR[purpose].total_seconds()))
    except BadData:
        raise DeadLink from None
    query = select(User).where(User.id == said["id"], User.state != "erased")
    user = db.session.scalar(held(query) if lock else query)
    if user is None or not hmac.compare_digest(said["state"], state_of(user)):
        raise DeadLink
    return user, said


def state_of(user: User) -> str:
    """A digest of what each use of a link changes; 22 hex digits."""
    state = [user.session_token, user.email, user.password_hash, user.confirmed_at]
    return hashlib.sha256(repr(state).encode()).hexdigest()[:22]


def serializer(purpose: str) -> URLSafeTimedSerializer:
    """What signs the links of one purpose, so that none serves for another."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=f"accounts.{purpose}")
