"""Making people, and what they are here."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from forum.accounts.identity import clean_email, clean_username, is_reserved, username_from, username_key
from forum.accounts.models import User, new_session_token
from forum.accounts.queries import names_like, with_email, with_username
from forum.accounts.signals import address_taken, confirmation_wanted
from forum.accounts.tokens import make_token
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold_word
from forum.lib.refusals import Invalid
from forum.lib.slugs import sort_key


class UsernameTaken(Invalid):
    message = _l(
        "Ese nombre de usuario ya está en uso, o es igual salvo por acentos o mayúsculas. Elige otro."
    )


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
    hold_word("username", username_key(username))


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


def register(
    username: str, email: str, password_hash: str, *, language: str | None = None, next_path: str = ""
) -> None:
    """Tell whoever fills the form, by mail alone, how to go on: the answer does not say who is known.

    `language` is what they chose to read in, if they did. A registration that was never confirmed gives
    way to a later one with the same address. Raises Invalid and UsernameTaken.
    """
    if is_reserved(username):
        raise UsernameTaken(field="username")
    email = clean_email(email)
    hold_names(email, username)
    holder = with_email(email)
    if holder is not None and holder.confirmed_at is not None:
        refuse_taken(username)
        address_taken.send(holder)
        return
    if holder is None:
        holder = create_user(username, email=email, password_hash=password_hash, confirmed=False)
    else:
        register_again(holder, username, password_hash)
    holder.language = language
    confirmation_wanted.send(holder, token=make_token("confirm", holder, next=next_path))


def refuse_taken(username: str) -> None:
    """Answer as for a new address, so that the answer does not depend on it."""
    if with_username(clean_username(username)):
        raise UsernameTaken(field="username")


def register_again(user: User, username: str, password_hash: str) -> None:
    """Replace a registration that awaits confirmation; the links sent before are dead."""
    username = clean_username(username)
    holder = with_username(username)
    if holder is not None and holder.id != user.id:
        raise UsernameTaken(field="username")
    user.username, user.username_key, user.sort_key = username, username_key(username), sort_key(username)
    user.password_hash, user.session_token, user.created = password_hash, new_session_token(), utcnow()
    db.session.flush()


def resend(user: User | None) -> None:
    """Another mail with the link that confirms, if there is something to confirm."""
    if user is not None and user.confirmed_at is None:
        confirmation_wanted.send(user, token=make_token("confirm", user, next=""))


def choose_language(user: User, language: str | None) -> None:
    """The language that the person reads in, and is written to in; None: as each browser asks."""
    user.language = language
    db.session.flush()


def set_role(user: User, role: str, actor: User | None) -> None:
    """Make the person a member, moderator or admin."""
    left, user.role = user.role, role
    record("user.role", "user", user.id, actor and actor.id, left=left, entered=role)
    db.session.flush()
