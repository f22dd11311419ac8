"""Writing mails into the outbox, in the transaction of what they tell of."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from flask import current_app, render_template
from flask_babel import force_locale

from forum.accounts.languages import language_to
from forum.accounts.models import User
from forum.extensions import db
from forum.notifications.jobs.outbox import deliver_mail
from forum.notifications.models import Mail

LONGEST_SUBJECT = 200


def write_mail(recipient: str, subject: str, body: str, unsubscribe: str = "") -> Mail:
    """Put a text mail in the outbox; the worker sends it once the caller's transaction has committed.

    `unsubscribe` is the address that stops such mails, if they can be stopped.
    """
    mail = new_mail(recipient, subject, body, unsubscribe)
    post([mail])
    return mail


def new_mail(recipient: str, subject: str, body: str, unsubscribe: str = "", *, bulk: bool = False) -> Mail:
    """A mail that is not in the outbox yet."""
    host = current_app.config["MAIL_FROM"].rpartition("@")[2]
    return Mail(
        message_id=f"<{uuid4().hex}@{host}>",
        recipient=recipient,
        subject=on_one_line(subject),
        body=body,
        unsubscribe=unsubscribe,
        bulk=bulk,
    )


def post(mails: Sequence[Mail]) -> None:
    """Put mails in the outbox, however many in a few statements."""
    db.session.add_all(mails)
    db.session.flush()
    deliver_mail.soon()


def on_one_line(subject: str) -> str:
    """A subject as a mail has it."""
    return " ".join(subject.split())[:LONGEST_SUBJECT]


@dataclass(frozen=True)
class Text:
    """What is written to a person, and in which language."""

    language: str
    subject: str
    body: str


def written_to(user: User, subject: object, template: str, **values: object) -> Text:
    """The text of a template for a person, in their language, in the name of the site.

    `subject` is a lazy text, as its language is known only here.
    """
    language, site = language_to(user), current_app.config["SITE_NAME"]
    with force_locale(language):
        body = render_template(f"mail/{template}.txt", user=user, site=site, **values)
        return Text(language, str(subject), body)


def mail_with(text: Text, recipient: str, unsubscribe: str = "", *, bulk: bool = False) -> Mail:
    """The mail that carries a text, under the name of the site."""
    subject = f"{text.subject} · {current_app.config['SITE_NAME']}"
    return new_mail(recipient, subject, text.body, unsubscribe, bulk=bulk)


def tell(
    user: User,
    subject: object,
    template: str,
    *,
    address: str | None = None,
    unsubscribe: str = "",
    **values: object,
) -> None:
    """Write a person the mail of a template, in their language, under the name of the site.

    `subject` is a lazy text. `address` is another than theirs; `unsubscribe` that of the page that stops
    such mails.
    """
    recipient = address or user.email
    if recipient is None:
        raise ValueError("a person without an address")
    text = written_to(user, subject, template, **values)
    post([mail_with(text, recipient, unsubscribe, bulk=bool(unsubscribe))])


def tell_address(recipient: str, language: str, subject: object, template: str, **values: object) -> None:
    """Write the mail of a template to whoever has an address, with an account or without.

    `subject` is a lazy text, whose blanks `values` fill too.
    """
    site = current_app.config["SITE_NAME"]
    with force_locale(language):
        body = render_template(f"mail/{template}.txt", site=site, **values)
        text = Text(language, str(subject) % values, body)
        post([mail_with(text, recipient)])
