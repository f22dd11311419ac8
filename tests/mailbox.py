"""What people get by mail: the files that the outbox becomes."""

import email
import functools
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from forum.extensions import db
from forum.notifications.jobs import send_waiting


def mails_to(address: str) -> list[EmailMessage]:
    """Send what waits, and give every mail that this address ever got, in order."""
    send_waiting()
    db.session.rollback()
    folder = Path(current_app.config["DATA_DIR"]) / "mail"
    read = [mail_in(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]
    return [message for to, message in read if to == address]


@functools.cache
def mail_in(content: bytes) -> tuple[str, EmailMessage]:
    """Whom a file is for, and the mail in it: read once, as there are more files after each test."""
    message = email.message_from_bytes(content, policy=default)
    return message["To"].addresses[0].addr_spec, message


def text_of(message: EmailMessage) -> str:
    """What the mail says."""
    return message.get_content()


def path_in(message: EmailMessage) -> str:
    """The path of the first link in the mail."""
    found = re.search(r"https?://\S+", text_of(message))
    assert found, "no link in the mail"
    return urlsplit(found[0]).path
