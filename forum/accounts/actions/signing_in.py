"""Slowing down who guesses passwords, and noting who was here."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import current_app
from flask_babel import ngettext
from sqlalchemy import or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import SignInFailure, User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import forget, hold_word
from forum.lib.pages import quietly
from forum.lib.refusals import TooSoon

WINDOW = timedelta(minutes=15)
MOST_BY_PERSON = 10
MOST_BY_ADDRESS = 200  # a town hall of 500 behind one address
VISIT = timedelta(hours=1)


def count_try(who: str, address: str) -> None:
    """Count a try to sign in as failed until `forget_tries` says otherwise, so that tries at once count too.

    `who` is a username's key, known or not; `address` a network address. Raises TooSoon, with the wait, when
    the person or the address has too many in a quarter of an hour.
    """
    person, place = digest("person", who), digest("address", network(address))
    hold_word("sign-in", person)
    hold_word("sign-in", place)
    forget(SignInFailure, SignInFailure.at < utcnow() - WINDOW)
    refuse_after(MOST_BY_PERSON, SignInFailure.who, person)
    refuse_after(MOST_BY_ADDRESS, SignInFailure.address, place)
    db.session.add(SignInFailure(who=person, address=place, at=utcnow()))
    db.session.flush()


def refuse_after(most: int, column: InstrumentedAttribute[str], value: str) -> None:
    """Raise TooSoon if there are `most` failures with this value, until the oldest of them is forgotten."""
    latest = db.session.scalars(
        select(SignInFailure.at).where(column == value).order_by(SignInFailure.at.desc()).limit(most)
    ).all()
    if len(latest) == most:
        raise too_soon(latest)


def too_soon(latest: Sequence[datetime]) -> TooSoon:
    """The refusal that says how long to wait; `latest` are the last failures, newest first."""
    wait = max(1, round((latest[-1] + WINDOW - utcnow()).total_seconds()))
    minutes = -(-wait // 60)
    message = ngettext(
        "Demasiados intentos seguidos. Espera %(num)d minuto y prueba otra vez.",
        "Demasiados intentos seguidos. Espera %(num)d minutos y prueba otra vez.",
        minutes,
    )
    return TooSoon(message, retry_after=wait)


def forget_tries(who: str) -> None:
    """The person knew the password: what was counted against them is forgotten."""
    forget(SignInFailure, SignInFailure.who == digest("person", who))


def rehash(user: User, stored: str, newer: str) -> None:
    """Keep the same password under today's figures, unless it was changed meanwhile."""
    db.session.execute(
        update(User).where(User.id == user.id, User.password_hash == stored).values(password_hash=newer),
        execution_options=quietly(),
    )


def network(address: str) -> str:
    """The address, or for IPv6 the /64 that one line has for itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, 64), strict=False))


def digest(kind: str, value: str) -> str:
    """A keyed digest, so that the table tells nobody who tried from where; 64 hex digits."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def seen(user: User) -> bool:
    """Whether the person's last visit was noted within the hour."""
    return user.last_seen is not None and user.last_seen > utcnow() - VISIT


def note_visit(user_id: int) -> None:
    """The person is here now; noted once an hour at most."""
    now = utcnow()
    db.session.execute(
        update(User)
        .where(User.id == user_id, or_(User.last_seen.is_(None), User.last_seen <= now - VISIT))
        .values(last_seen=now),
        execution_options=quietly(),
    )
