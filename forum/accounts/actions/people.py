"""Making people, and what they are here."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.identity import clean_email, clean_username, is_reserved, username_from, username_key
from forum.accounts.models import User
from forum.accounts.queries import names_like, with_email, with_username
from forum.accounts.signals import role_changed
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.alike import skeleton
from forum.lib.clock import utcnow
from forum.lib.locks import hold, hold_row, hold_word
from forum.lib.refusals import Invalid
from forum.lib.slugs import sort_key


class UsernameTaken(Invalid):
    message = _l(
        "Ese nombre de usuario ya está en uso, o es igual salvo por acentos o mayúsculas. Elige otro."
    )


class NoAccount(Invalid):
    message = _l("Esa persona no tiene aquí una cuenta con la que entrar.")


class OwnRole(Invalid):
    message = _l("Tu propio papel lo cambia otra persona de administración.")


class LastAdmin(Invalid):
    message = _l("Es la única persona de administración que puede actuar: nombra antes a otra.")


class AddressTaken(Invalid):
    message = _l("Esa dirección de correo ya es de otra cuenta.")


def create_user(
    username: str,
    *,
    email: str | None = None,
    password_hash: str | None = None,
    role: str = "member",
    display_name: str = "",
    language: str | None = None,
    verified: bool = False,
    confirmed: bool = True,
    created: datetime | None = None,
    origin: str | None = None,
) -> User:
    """A new person: registered, made by an operator, or imported. The caller owns the transaction.

    Without `password_hash` nobody can sign in as them. `created` is aware UTC, now if absent; `origin` says
    what it was imported from. Raises Invalid for what cannot be, UsernameTaken, AddressTaken.
    """
    username, email = clean_username(username), clean_email(email) if email else None
    hold_names(email, username)
    if with_username(username):
        raise UsernameTaken(field="username")
    if email and with_email(email):
        raise AddressTaken(field="email")
    created = created or utcnow()
    user = User(
        username=username,
        username_key=username_key(username),
        skeleton=skeleton(username),
        sort_key=sort_key(display_name or username),
        email=email,
        password_hash=password_hash,
        role=role,
        display_name=display_name,
        language=language,
        created=created,
        verified_at=created if verified else None,
        confirmed_at=created if confirmed else None,
        origin=origin,
    )
    add(user)
    return user


def hold_names(email: str | None, username: str) -> None:
    """Whoever wants the same address or username at the same moment waits until it is taken, or is not."""
    if email:
        hold_word("email", email)
    hold_word("username", skeleton(username))


def add(user: User) -> None:
    """Store a new person. Whoever was faster with the same name or address keeps it."""
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError as clash:
        if any(name in str(clash.orig) for name in ("users.email", "uq_users_email")):
            raise AddressTaken(field="email") from None
        raise UsernameTaken(field="username") from None


def free_username(wanted: str) -> str:
    """A username that nobody has, as near as can be to `wanted`, which may be any text."""
    name = username_from(wanted)
    taken = set(names_like(name))
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(free for free in (name, *numbered) if free not in taken and not is_reserved(free))


def choose_language(user: User, language: str | None) -> None:
    """The language that the person reads in, and is written to in; None: as each browser asks."""
    user.language = language
    db.session.flush()


def set_role(user: User, role: str, actor: User | None) -> None:
    """Make the person a member, moderator or admin; who is so already stays so. They are told.

    `actor` is None for commands. Raises NoAccount, OwnRole, LastAdmin.
    """
    hold(User, User.role == "admin")
    hold_row(user)
    if user.role == role:
        return
    if not user.is_active or user.is_unclaimed:
        raise NoAccount(field="username")
    if actor is not None and actor.id == user.id:
        raise OwnRole(field="username")
    if user.role == "admin" and not other_admin(user):
        raise LastAdmin(field="username")
    left, user.role = user.role, role
    record("user.role", "user", user.id, actor and actor.id, left=left, entered=role)
    db.session.flush()
    role_changed.send(user)


def other_admin(user: User) -> bool:
    """Whether somebody else administers the site, and may do so now."""
    ends = User.suspended_until, User.silenced_until
    free = [or_(end.is_(None), end <= utcnow()) for end in ends]
    others = User.role == "admin", User.id != user.id, User.state == "active", User.confirmed_at.is_not(None)
    return db.session.scalar(select(User.id).where(*others, *free).limit(1)) is not None
