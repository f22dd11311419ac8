"""Where mails go: a folder of `.eml` files, or an SMTP server. Both answer in one line."""

import os
import smtplib
import ssl
import tempfile
from email.errors import MessageError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app

from forum.notifications.models import Mail

TIMEOUT = 20.0  # seconds; less than the shortest pause between two tries


class Whole(UnstructuredHeader):
    """A header that stays on one line: folded, a long address would be written as encoded words."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


HEADERS = HeaderRegistry()
HEADERS.map_to_type("List-Unsubscribe", Whole)  # type: ignore[arg-type]
OURS = SMTP.clone(header_factory=HEADERS)


class MailTrouble(Exception):
    """The mail was not sent, and may be another time: the server does not answer, or does not want it now."""


class MailRefused(Exception):
    """The mail will never be taken: there is no such mailbox, or it is no mail."""


def deliver(mail: Mail) -> str:
    """Send a mail to where FORUM_MAIL_URL says; gives the answer. Raises MailTrouble, MailRefused."""
    url = urlsplit(current_app.config["MAIL_URL"])
    try:
        if url.scheme == "file":
            return write_file(mail, Path(current_app.config["DATA_DIR"]) / (url.path or "mail"))
        with connected(url) as server:
            return hand_over(server, mail)
    except (OSError, smtplib.SMTPException) as failure:
        raise MailTrouble(said(failure)) from failure
    except (ValueError, MessageError) as wrong:
        raise MailRefused(said(wrong)) from wrong


def said(failure: Exception) -> str:
    """What failed, in one line."""
    if isinstance(failure, smtplib.SMTPResponseException):
        return f"{failure.smtp_code} {readable(failure.smtp_error)}"
    return " ".join(str(failure).split()) or type(failure).__name__


def readable(answer: bytes | str) -> str:
    """A server's answer in one line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())


def message_of(mail: Mail, encoding: str = "8bit") -> EmailMessage:
    """The mail as a message. A line break in a header, or a second recipient, raises an error."""
    message = EmailMessage(policy=OURS)
    sender = current_app.config["MAIL_FROM"]
    message["From"] = Address(current_app.config["SITE_NAME"], addr_spec=sender)
    message["To"] = Address(addr_spec=mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = mail.created
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    if mail.unsubscribe:  # RFC 8058
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body, cte=encoding)
    return message


def write_file(mail: Mail, folder: Path) -> str:
    """Write the mail as a file of its own; a repeat takes the place of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{mail.created:%Y%m%dT%H%M%S%f}-{mail.message_id.strip('<>').partition('@')[0]}.eml"
    handle, unfinished = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(message_of(mail).as_bytes())
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, folder / name)
    except BaseException:
        os.unlink(unfinished)
        raise
    return f"written to {folder / name}"


def connected(url: SplitResult) -> smtplib.SMTP:
    """A connection to the server, encrypted where it offers that, signed in where the address says who."""
    host = url.hostname or ""
    tls = tls_for(host)
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, url.port or 465, timeout=TIMEOUT, context=tls)
    else:
        server = smtplib.SMTP(host, url.port or 587, timeout=TIMEOUT)
    try:
        greet(server, url, tls)
    except BaseException:
        server.close()
        raise
    return server


def greet(server: smtplib.SMTP, url: SplitResult, tls: ssl.SSLContext) -> None:
    """Begin the conversation. A password is not sent in the clear, except on this machine."""
    server.ehlo_or_helo_if_needed()
    safe = url.scheme == "smtps" or is_here(url.hostname or "")
    if url.scheme == "smtp" and server.has_extn("starttls"):
        server.starttls(context=tls)
        server.ehlo()
        safe = True
    if not url.username:
        return
    if not safe:
        raise smtplib.SMTPException("the server offers no STARTTLS: the password would go in the clear")
    server.login(unquote(url.username), unquote(url.password or ""))


def tls_for(host: str) -> ssl.SSLContext:
    """How to encrypt: the certificate is checked, except on this machine, where nobody stands between."""
    context = ssl.create_default_context()
    if is_here(host):
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_here(host: str) -> bool:
    """Whether `host` is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def hand_over(server: smtplib.SMTP, mail: Mail) -> str:
    """Say the mail to the server; gives its answer. Raises MailRefused for a mailbox that is not there."""
    eight = server.has_extn("8bitmime")
    message = message_of(mail, "8bit" if eight else "quoted-printable")
    expect((250,), server.mail(current_app.config["MAIL_FROM"], ["BODY=8BITMIME"] if eight else []))
    code, answer = server.rcpt(mail.recipient)
    if 500 <= code < 600:
        raise MailRefused(f"{code} {readable(answer)}")
    expect((250, 251), (code, answer))
    return expect((250,), server.data(message.as_bytes()))


def expect(wanted: tuple[int, ...], reply: tuple[int, bytes]) -> str:
    """The answer if its code is one of those wanted; else it is trouble."""
    code, answer = reply
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, answer)
    return f"{code} {readable(answer)}"
