"""Writing to whoever sent a notice, who may have no account. The caller owns the transaction."""

import base64
import hashlib
import hmac

from flask import current_app
from flask_babel import lazy_gettext as _l

from forum.lib.urls import absolute_url
from forum.moderation.models import Notice
from forum.moderation.models.notices import digest_of
from forum.notifications.actions import tell_address

SUBJECTS = {
    "received": _l("Aviso %(number)s: lo hemos recibido"),
    "decided": _l("Aviso %(number)s: ya está decidido"),
    "heard": _l("Aviso %(number)s: la revisión está decidida"),
    "reversed": _l("Aviso %(number)s: la decisión se ha anulado"),
}


def token_of(salt: str) -> str:
    """The token of a private address: 43 letters and digits that nobody makes without this site's key."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(key, f"notice:{salt}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def private_address(notice: Notice) -> str:
    """Where whoever sent it follows it; empty if the site's key changed since: the receipt has it."""
    token = token_of(notice.salt)
    return absolute_url("moderation.notice", token=token) if digest_of(token) == notice.digest else ""


def write_to_notifier(notice: Notice, what: str, **values: object) -> None:
    """Write that a notice was `received`, `decided`, its appeal `heard` or what was decided `reversed`.

    If an address was given.

    Nothing that somebody typed goes into it: the address may be anybody's.
    """
    if notice.mail:
        tell_address(
            notice.mail,
            notice.language,
            SUBJECTS[what],
            f"notice_{what}",
            number=notice.number,
            notice=notice,
            link=private_address(notice),
            **values,
        )
