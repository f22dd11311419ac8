"""Registering: who may, under which name, and from where it came. The caller owns the transaction."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.actions.bans import refuse_banned
from forum.accounts.actions.people import UsernameTaken, create_user, hold_names
from forum.accounts.actions.signing_in import digest, network
from forum.accounts.identity import clean_email, clean_username, is_reserved, username_key
from forum.accounts.models import SignUp, User, new_session_token
from forum.accounts.queries import alike, with_email, with_username
from forum.accounts.signals import address_taken, confirmation_wanted
from forum.accounts.tokens import make_token
from forum.extensions import db
from forum.lib.alike import skeleton
from forum.lib.clock import utcnow
from forum.lib.locks import forget
from forum.lib.refusals import Invalid
from forum.lib.slugs import sort_key
from forum.lib.transactions import transaction

KEPT = timedelta(days=90)  # how long it is known where a registration came from


class LooksLikeAnother(Invalid):
    message = _l("Se confunde con un nombre que ya está en uso: se leen casi igual. Elige otro.")


class LooksLikeTeam(Invalid):
    message = _l(
        "Se confunde con el nombre de alguien del equipo o del propio sitio. Añade un apellido o tu puesto."
    )


def register(
    username: str,
    email: str,
    password_hash: str,
    *,
    language: str | None = None,
    next_path: str = "",
    address: str = "",
) -> None:
    """Tell whoever fills the form, by mail alone, how to go on: the answer does not say who is known.

    `language` is what they chose to read in, if they did, `address` where they are in the network. A
    registration that was never confirmed gives way to a later one with the same address. Raises Invalid,
    UsernameTaken, LooksLikeAnother, and what refuse_banned does.
    """
    if is_reserved(username):
        raise UsernameTaken(field="username")
    email = clean_email(email)
    refuse_banned(name=username, mail=email, network=address)
    hold_names(email, username)
    holder = with_email(email)
    if holder is not None and holder.confirmed_at is not None:
        refuse_taken(username)
        address_taken.send(holder)
        return
    refuse_taken(username, holder)
    if holder is None:
        holder = create_user(username, email=email, password_hash=password_hash, confirmed=False)
    else:
        register_again(holder, username, password_hash)
    holder.language = language
    note_sign_up(holder, address)
    confirmation_wanted.send(holder, token=make_token("confirm", holder, next=next_path))


def refuse_taken(username: str, but: User | None = None) -> None:
    """Raise UsernameTaken or LooksLikeAnother if somebody has the name, or one that is read as it is.

    Asked of a known address too, so that the answer does not depend on it.
    """
    holder = with_username(clean_username(username))
    if holder is not None and holder is not but:
        raise UsernameTaken(field="username")
    if any(one is not but for one in alike(username)):
        raise LooksLikeAnother(field="username")


def register_again(user: User, username: str, password_hash: str) -> None:
    """Replace a registration that awaits confirmation; the links sent before are dead."""
    username = clean_username(username)
    user.username, user.username_key, user.sort_key = username, username_key(username), sort_key(username)
    user.skeleton = skeleton(username)
    user.password_hash, user.session_token, user.created = password_hash, new_session_token(), utcnow()
    db.session.flush()


def resend(user: User | None) -> None:
    """Another mail with the link that confirms, if there is something to confirm."""
    if user is not None and user.confirmed_at is None:
        confirmation_wanted.send(user, token=make_token("confirm", user, next=""))


def note_sign_up(user: User, address: str) -> None:
    """Keep where a registration came from: the network only as a keyed digest."""
    known = db.session.scalar(select(SignUp).where(SignUp.user_id == user.id))
    row = known or SignUp(user_id=user.id)
    row.network = digest("sign-up", network(address))
    row.mail_host = (user.email or "").rpartition("@")[2]
    row.at = utcnow()
    db.session.add(row)
    db.session.flush()


def forget_sign_ups() -> None:
    """Forget where registrations came from after ninety days."""
    old = SignUp.at < utcnow() - KEPT
    if db.session.scalar(select(SignUp.id).where(old).limit(1)) is not None:
        with transaction():
            forget(SignUp, old)


def refuse_team_name(name: str, person: User, field: str) -> None:
    """Raise LooksLikeTeam if a name that others read would pass for somebody of the team, or for the site."""
    told = {skeleton(name), skeleton(name, spelt=True)}
    if told == {""} or person.role != "member":
        return
    team = select(User.username, User.display_name).where(User.role != "member", User.id != person.id)
    names = [one for row in db.session.execute(team) for one in row if one]
    if is_reserved(name) or not told.isdisjoint(map(skeleton, names)):
        raise LooksLikeTeam(field=field)
