"""Writing mails into the outbox, in the transaction of what they tell of."""

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
    host = current_app.config["MAIL_FROM"].rpartition("@")[2]
    mail = Mail(
        message_id=f"<{uuid4().hex}@{host}>",
        recipient=recipient,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=body,
        unsubscribe=unsubscribe,
    )
    db.session.add(mail)
    db.session.flush()
    deliver_mail.soon()
    return mail


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

    `subject` is a lazy text, as its language is known only here. `address` is another than theirs;
    `unsubscribe` that of the page that stops such mails.
    """
    recipient, site = address or user.email, current_app.config["SITE_NAME"]
    if recipient is None:
        raise ValueError("a person without an address")
    with force_locale(language_to(user)):
        body = render_template(f"mail/{template}.txt", user=user, site=site, **values)
        write_mail(recipient, f"{subject} · {site}", body, unsubscribe)
