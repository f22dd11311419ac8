"""Telling one person something officially: kept as it was sent, in the bell and by mail."""

from collections.abc import Sequence

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.urls import absolute, same_site
from forum.notifications.actions.mails import Text, mail_with, on_one_line, post, written_to
from forum.notifications.models import Communication, Notification


def communicate(
    user: User,
    kind: str,
    subject: object,
    template: str,
    *,
    link: str = "",
    by_mail: bool = True,
    **values: object,
) -> Communication | None:
    """Write a person the text of a template, in their language: kept, told by the bell, and mailed.

    `kind` is a word of the caller's, `subject` a lazy text. `link` is the path of what it is about: the page
    has a button to it, the template gets it as an absolute address. Such mails cannot be stopped; without
    `by_mail` there is none. Gives None,
    and writes nothing, where nobody would read it: an author who was imported and has no account yet, an
    address that was not confirmed, an account that was erased.
    """
    full = full_link(link)
    if not is_reachable(user):
        return None
    text = written_to(user, subject, template, link=full, **values)
    return keep([(user, text)], kind, link, by_mail=by_mail)[0]


def full_link(path: str) -> str:
    """The absolute address of a path, or empty. Raises ValueError where it leads elsewhere."""
    if path and same_site(path) is None:
        raise ValueError("a link that is no path of this site")
    return absolute(path) if path else ""


def is_reachable(user: User) -> bool:
    """Whether somebody has the account, and may sign in, suspended or not."""
    return user.is_active and not user.is_unclaimed


def keep(
    written: Sequence[tuple[User, Text]], kind: str, link: str, *, bulk: bool = False, by_mail: bool = True
) -> Sequence[Communication]:
    """Keep what is written to people, each with a notification and, `by_mail`, a mail: late if `bulk`."""
    made = [communication_of(user, text, kind, link) for user, text in written]
    db.session.add_all(made)
    db.session.flush()
    db.session.add_all([notification_of(one) for one in made])
    post([mail_with(text, user.email, bulk=bulk) for user, text in written if by_mail and user.email])
    return made


def communication_of(user: User, text: Text, kind: str, link: str) -> Communication:
    """The communication that keeps a text."""
    what = {"kind": kind, "language": text.language, "body": text.body, "link": link}
    return Communication(user_id=user.id, subject=on_one_line(text.subject), **what)


def notification_of(one: Communication) -> Notification:
    """What the bell tells of it; the mail goes by itself."""
    when = {"created": one.created, "at": one.created}
    return Notification(
        kind="communication", user_id=one.user_id, communication_id=one.id, to_mail=False, **when
    )
