"""Writing mails into the outbox, in the transaction of what they tell of."""

from uuid import uuid4

from flask import current_app, render_template

from forum.extensions import db
from forum.notifications.jobs import deliver_mail
from forum.notifications.models import Mail

LONGEST_SUBJECT = 200


def write_mail(recipient: str, subject: str, body: str) -> Mail:
    """Put a text mail in the outbox; the worker sends it once the caller's transaction has committed."""
    host = current_app.config["MAIL_FROM"].rpartition("@")[2]
    mail = Mail(
        message_id=f"<{uuid4().hex}@{host}>",
        recipient=recipient,
        subject=" ".join(subject.split())[:LONGEST_SUBJECT],
        body=body,
    )
    db.session.add(mail)
    db.session.flush()
    deliver_mail.soon()
    return mail


def tell(recipient: str, subject: str, template: str, **values: object) -> None:
    """Write the mail of a template, under the name of the site."""
    site = current_app.config["SITE_NAME"]
    write_mail(recipient, f"{subject} · {site}", render_template(f"mail/{template}.txt", site=site, **values))
