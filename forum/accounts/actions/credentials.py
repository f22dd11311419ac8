"""What an account is guarded by: its confirmed address, its password, its sessions."""

from forum.accounts.actions.api_tokens import revoke_all
from forum.accounts.actions.bans import refuse_banned
from forum.accounts.actions.people import AddressTaken
from forum.accounts.models import User, new_session_token
from forum.accounts.queries import with_email
from forum.accounts.signals import (
    address_change_wanted,
    address_changed,
    address_taken,
    password_changed,
    reset_wanted,
)
from forum.accounts.tokens import make_token
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold_word


def confirm(user: User) -> None:
    """The person showed that the address is theirs."""
    user.confirmed_at = user.confirmed_at or utcnow()
    db.session.flush()


def end_sessions(user: User) -> None:
    """End every session of the person, and every link sent to them."""
    user.session_token = new_session_token()
    db.session.flush()


def change_password(user: User, password_hash: str) -> None:
    """A new password, chosen by who knew the old one; every session ends, and the person is told by mail."""
    user.password_hash = password_hash
    end_sessions(user)
    password_changed.send(user)


def ask_reset(user: User | None) -> None:
    """Send the person the link with which to choose a new password, if they have an address."""
    if user is not None and user.email:
        reset_wanted.send(user, token=make_token("reset", user))


def reset_password(user: User, password_hash: str) -> None:
    """A new password, chosen by who got the mail: that confirms the address too. Every session ends."""
    confirm(user)
    change_password(user, password_hash)


def reset_by_operator(user: User, password_hash: str) -> None:
    """A new password, given from the command line; every session and every token ends."""
    confirm(user)
    revoke_all(user)
    user.password_hash = password_hash
    end_sessions(user)
    record("user.reset", "user", user.id, None)


def ask_email_change(user: User, email: str) -> None:
    """Send a link to the new address; if it is another person's, that person is told, and nobody else.

    Raises MailBanned.
    """
    refuse_banned(mail=email)
    holder = with_email(email)
    if holder is None:
        token = make_token("address", user, email=email)
        address_change_wanted.send(user, token=token, email=email)
    elif holder.id != user.id:
        address_taken.send(holder)


def change_email(user: User, email: str) -> None:
    """The address is another now, and the old one is told. Raises AddressTaken if it was taken meanwhile."""
    hold_word("email", email)
    if with_email(email) is not None:
        raise AddressTaken(field="email")
    old, user.email = user.email, email
    db.session.flush()
    if old:
        address_changed.send(user, email=old)
