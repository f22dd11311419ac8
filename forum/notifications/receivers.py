"""What happens in the rooms below, as mails and notifications."""

from flask import current_app
from flask_babel import lazy_gettext as _l

from forum.accounts import signals
from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.debates.signals import post_published, thread_read
from forum.lib.urls import absolute_url
from forum.notifications.actions import tell, tell_of_post, tell_of_thread_read


@signals.confirmation_wanted.connect
def send_confirmation(user: User, token: str) -> None:
    """The link with which a new person shows that the address is theirs."""
    link = absolute_url("accounts.confirm", token=token)
    tell(user, _l("Confirma tu correo"), "confirm", link=link)


@signals.reset_wanted.connect
def send_reset(user: User, token: str) -> None:
    """The link with which to choose another password, or the first one of an account that was imported."""
    link = absolute_url("accounts.reset", token=token)
    if user.is_unclaimed:
        tell(user, _l("Tu cuenta te espera"), "claim", link=link)
    else:
        tell(user, _l("Elige otra contraseña"), "reset", link=link)


@signals.address_taken.connect
def tell_of_account(user: User) -> None:
    """Somebody gave the person's address as theirs: most likely the person, who forgot the account."""
    links = {"sign_in": absolute_url("accounts.sign_in"), "forgot": absolute_url("accounts.forgot")}
    tell(user, _l("Ya tienes una cuenta"), "address_taken", **links)


@signals.address_change_wanted.connect
def send_address_change(user: User, token: str, email: str) -> None:
    """The link, sent to the new address, that makes it the person's."""
    link = absolute_url("accounts.confirm_email", token=token)
    tell(user, _l("Confirma tu correo nuevo"), "address_change", address=email, link=link)


@signals.address_changed.connect
def tell_of_address_change(user: User, email: str) -> None:
    """Told to the old address, in case it was not the person who changed it."""
    contact = current_app.config["MAIL_FROM"]
    tell(user, _l("Tu correo ha cambiado"), "address_changed", address=email, contact=contact)


@signals.password_changed.connect
def tell_of_password_change(user: User) -> None:
    """Told to the person, in case it was somebody else who changed it."""
    link = absolute_url("accounts.forgot")
    tell(user, _l("Tu contraseña ha cambiado"), "password_changed", forgot=link)


@post_published.connect
def tell_of_published(thread: Thread, post: Post, quietly: bool) -> None:
    """A post took its place in a thread that people may see: those who follow it are told."""
    if not quietly and thread.state == "visible":
        tell_of_post(thread, post)


@thread_read.connect
def note_thread_read(thread_id: int, user_id: int, number: int) -> None:
    """Somebody has read a thread so far."""
    tell_of_thread_read(user_id, thread_id, number)
