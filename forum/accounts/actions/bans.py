"""Saying who may not register. The caller owns the transaction."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from forum.accounts.bans import BadPattern, matches, tidied
from forum.accounts.models import Ban, User
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import held, hold_word
from forum.lib.refusals import Conflict, Invalid

MOST = 500


class BannedAlready(Conflict):
    message = _l("Ese patrón ya está en la lista.")


class NotBanned(Conflict):
    message = _l("Ese patrón ya no está en la lista.")


class TooManyBans(Conflict):
    message = _l("Ya hay 500 patrones: quita alguno antes de añadir otro.")


class OwnPattern(BadPattern):
    message = _l("Coincide contigo o con alguien del equipo de moderación.")


class NameBanned(Invalid):
    message = _l("Este nombre no se admite aquí. Elige otro.")


class MailBanned(Invalid):
    message = _l("Aquí no se admiten cuentas con esta dirección de correo. Usa otra.")


class NetworkBanned(Invalid):
    message = _l(
        "Desde esta conexión no se admiten cuentas nuevas. Si es un error, escribe a la administración."
    )


REFUSALS = {"name": NameBanned, "mail": MailBanned, "network": NetworkBanned}
FIELDS = {"name": "username", "mail": "email", "network": "username"}


def ban(
    kind: str,
    pattern: str,
    admin: User | None,
    *,
    reason: str = "",
    until: datetime | None = None,
    address: str = "",
) -> Ban:
    """Let nobody register whom a pattern matches; `address` is where the admin is.

    Raises BadPattern, OwnPattern if it matches the admin or somebody of the team, BannedAlready, TooManyBans.
    """
    tidy = tidied(kind, pattern)
    refuse_own(kind, tidy, address)
    hold_word("bans", "")
    have = db.session.scalars(select(Ban)).all()
    if any((one.kind, one.pattern) == (kind, tidy) for one in have):
        raise BannedAlready
    if len(have) >= MOST:
        raise TooManyBans
    creator = admin and admin.id
    row = Ban(kind=kind, pattern=tidy, reason=reason, until=until, creator_id=creator)
    db.session.add(row)
    db.session.flush()
    record("ban.add", "ban", row.id, creator, kind=kind)
    return row


def refuse_own(kind: str, pattern: str, address: str) -> None:
    """Raise OwnPattern if a pattern matches the team: their names, their mail, or the admin's connection."""
    team = db.session.scalars(select(User).where(User.role != "member"))
    values = {
        "name": lambda: [person.username for person in team],
        "mail": lambda: [person.email for person in team if person.email],
        "network": lambda: [address],
    }[kind]()
    if any(matches(kind, pattern, value) for value in values):
        raise OwnPattern(field="pattern")


def unban(ban_id: int, admin: User | None) -> Ban:
    """Let them register again; gives what it was, as `ban` takes it. Raises NotBanned."""
    row = db.session.scalar(held(select(Ban).where(Ban.id == ban_id)))
    if row is None:
        raise NotBanned
    db.session.delete(row)
    record("ban.remove", "ban", ban_id, admin and admin.id, kind=row.kind)
    return row


def refuse_banned(**values: str) -> None:
    """Raise the refusal of what is banned: of these values by kind (`name`, `mail`, `network`)."""
    in_force = or_(Ban.until.is_(None), Ban.until > utcnow())
    bans = db.session.scalars(select(Ban).where(Ban.kind.in_(values), in_force)).all()
    for kind, value in values.items():
        if any(one.kind == kind and matches(kind, one.pattern, value) for one in bans):
            raise REFUSALS[kind](field=FIELDS[kind])
