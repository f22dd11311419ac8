"""What happens in the rooms below, as mails and notifications."""

from collections.abc import Sequence

from flask import current_app
from flask_babel import lazy_gettext as _l

from forum.accounts import signals
from forum.accounts.models import User
from forum.debates.models import Post, Thread, Transfer
from forum.debates.signals import post_called, post_published, posts_moved, thread_read
from forum.groups.models import Group
from forum.groups.signals import membership_changed
from forum.lib.urls import absolute_url, path_here
from forum.notifications.actions import (
    communicate,
    tell,
    tell_of_call,
    tell_of_moved,
    tell_of_post,
    tell_of_thread_read,
)


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


@post_called.connect
def tell_of_called(post: Post, user_ids: Sequence[int]) -> None:
    """An edit calls people by name: they are told, if its thread is one that people may see."""
    if post.thread.state == "visible":
        tell_of_call(post, user_ids)


@thread_read.connect
def note_thread_read(thread_id: int, user_id: int, number: int) -> None:
    """Somebody has read a thread so far."""
    tell_of_thread_read(user_id, thread_id, number)


@posts_moved.connect
def tell_where_they_are(transfer: Transfer, source: Thread, target: Thread) -> None:
    """Posts are in another thread: who was told of them, and has not read them, is told of them there."""
    tell_of_moved(transfer)


@signals.role_changed.connect
def tell_of_role(user: User) -> None:
    """The person is another in the team of the site."""
    communicate(user, "role", _l("Ha cambiado lo que eres en este sitio"), "role")


@membership_changed.connect
def tell_of_membership(group: Group, user: User, role: str) -> None:
    """The person belongs to a group as something else than before, or no more."""
    link = path_here("debates.group_page", slug=group.slug) if role or group.is_open else ""
    communicate(user, "group", MEMBERSHIPS[role], "membership", link=link, group=group, role=role)


MEMBERSHIPS = {
    "member": _l("Ahora perteneces a un grupo"),
    "moderator": _l("Ahora moderas un grupo"),
    "": _l("Ya no perteneces a un grupo"),
}
