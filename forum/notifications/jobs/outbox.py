"""Sending what waits in the outbox."""

from datetime import timedelta

from sqlalchemy import select

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.jobs import job
from forum.lib.locks import forget
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.notifications.models import Mail
from forum.notifications.transport import MailRefused, MailTrouble, deliver

PAUSES = [timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 240, 720, 1440, 1440, 1440)]
KEPT = timedelta(days=7)


def send_waiting() -> int:
    """Send every mail whose time has come; gives how many were sent. Stops where the server does not answer.

    Safe to run twice at once: a mail is claimed, by putting off its next try, before it is sent. One is sent
    twice only if the process dies between the server's answer and our mark; its Message-ID stays the same.
    """
    sent = 0
    forget_old()
    while (mail := claim()) is not None:
        try:
            deliver(mail)
        except MailRefused as refused:
            mark_failed(mail, str(refused), for_good=True)
        except MailTrouble as trouble:
            mark_failed(mail, str(trouble))
            break
        else:
            mark_sent(mail)
            sent += 1
    return sent


def claim() -> Mail | None:
    """The next mail to send, put off so that nobody else sends it now; None if there is none."""
    with transaction():
        mail = db.session.scalar(
            select(Mail)
            .where(Mail.sent.is_(None), Mail.next_try <= utcnow(), Mail.attempts < len(PAUSES))
            .order_by(Mail.bulk, Mail.next_try, Mail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if mail is None:
            return None
        mail.next_try = utcnow() + PAUSES[mail.attempts]
        mail.attempts += 1
    return mail


def mark_sent(mail: Mail) -> None:
    """It is with the server: its text, which may hold a link that opens an account, is forgotten."""
    with transaction():
        mail.sent, mail.body, mail.unsubscribe, mail.error = utcnow(), "", "", ""


def mark_failed(mail: Mail, why: str, *, for_good: bool = False) -> None:
    """Keep why it failed; `for_good`, it is not tried again."""
    log.warning("mail failed", mail=mail.id, attempts=mail.attempts, error=why)
    with transaction():
        mail.error = why[:300]
        if for_good:
            mail.attempts = len(PAUSES)


def forget_old() -> None:
    """Forget mails a week after they were written, sent or given up."""
    done = (Mail.sent.is_not(None)) | (Mail.attempts >= len(PAUSES))
    old = (done, Mail.created < utcnow() - KEPT)
    if db.session.scalar(select(Mail.id).where(*old).limit(1)) is None:
        return
    with transaction():
        forget(Mail, *old)


deliver_mail = job(send_waiting)
