"""The outbox: written with the act, sent once, tried again with growing pauses."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.jobs import huey
from forum.lib.transactions import transaction
from forum.notifications.actions import write_mail
from forum.notifications.jobs import PAUSES, claim, send_waiting
from forum.notifications.models import Mail
from tests.mailbox import mails_to, text_of
from tests.notifications.smtp_server import smtp_server


def written(recipient: str = "ana@pueblo.example", subject: str = "Hola", body: str = "Qué tal\n") -> int:
    """A mail in the outbox; its id."""
    with transaction():
        return write_mail(recipient, subject, body).id


def row(mail_id: int) -> Mail:
    db.session.rollback()
    return db.session.scalars(select(Mail).where(Mail.id == mail_id)).one()


def now_is_its_time(mail_id: int) -> None:
    with transaction():
        db.session.get(Mail, mail_id).next_try = utcnow()


@pytest.fixture
def server(app: Flask):
    """A mail server where mails go."""
    before = app.config["MAIL_URL"]
    with smtp_server() as server:
        app.config["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        yield server
    app.config["MAIL_URL"] = before


def test_a_mail_is_sent_once_and_its_text_forgotten(app, server):
    mail_id = written()
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert len(server.mails) == 1
    mail = row(mail_id)
    assert mail.sent is not None
    assert mail.body == ""
    assert mail.attempts == 1


def test_what_is_rolled_back_is_never_sent(app, server):
    def fail() -> None:
        with transaction():
            write_mail("ana@pueblo.example", "Hola", "Qué tal")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert send_waiting() == 0
    assert server.mails == []


def test_the_worker_is_asked_to_look_once_the_act_has_committed(app):
    huey.flush()
    with transaction():
        write_mail("ana@pueblo.example", "Hola", "Qué tal")
        write_mail("eva@pueblo.example", "Hola", "Qué tal")
        assert huey.pending_count() == 0
    assert huey.pending_count() == 1
    huey.flush()


def test_each_failure_is_followed_by_a_longer_pause_and_the_same_message_id(app, server):
    mail_id = written()
    identity, pauses = row(mail_id).message_id, []
    server.answers["RCPT"] = "451 ahora no"
    for _ in range(3):
        now_is_its_time(mail_id)
        before = utcnow()
        assert send_waiting() == 0
        pauses.append(row(mail_id).next_try - before)
        assert send_waiting() == 0
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert row(mail_id).error == "451 ahora no"
    del server.answers["RCPT"]
    now_is_its_time(mail_id)
    assert send_waiting() == 1
    assert identity.encode() in server.mails[0]


def test_it_is_given_up_in_the_end(app, server):
    mail_id = written()
    server.answers["RCPT"] = "451 ahora no"
    for _ in range(len(PAUSES) + 2):
        now_is_its_time(mail_id)
        send_waiting()
    assert sum(line.upper().startswith("RCPT") for line in server.said) == len(PAUSES)
    assert row(mail_id).sent is None


def test_a_mailbox_that_is_not_there_is_tried_once_and_holds_up_nobody(app, server):
    server.answers["RCPT"] = "550 no hay nadie"
    first, second = written(), written("eva@pueblo.example")
    assert send_waiting() == 0
    assert row(first).attempts == row(second).attempts == len(PAUSES)
    assert "550 no hay nadie" in row(first).error


def test_where_the_server_does_not_answer_the_others_wait_too(app):
    before, app.config["MAIL_URL"] = app.config["MAIL_URL"], "smtp://127.0.0.1:1"
    first, second = written(), written()
    try:
        assert send_waiting() == 0
    finally:
        app.config["MAIL_URL"] = before
    assert sorted([row(first).attempts, row(second).attempts]) == [0, 1]


def test_a_mail_claimed_by_one_worker_is_not_anothers(app):
    mail_id = written()
    assert claim().id == mail_id
    assert claim() is None


def test_mails_are_forgotten_after_a_week_unless_they_wait(app, server):
    sent, waiting = written(), written()
    with transaction():
        for mail in db.session.scalars(select(Mail)):
            mail.created = utcnow() - timedelta(days=8)
        db.session.get(Mail, sent).sent = utcnow() - timedelta(days=8)
        db.session.get(Mail, waiting).next_try = utcnow() + timedelta(days=1)
    send_waiting()
    assert db.session.scalars(select(Mail.id)).all() == [waiting]


def test_a_subject_is_one_line_however_it_was_made(app):
    mail_id = written(subject="Uno\r\nBcc: otra@pueblo.example\n" + "x" * 500)
    mail = row(mail_id)
    assert "\n" not in mail.subject
    assert len(mail.subject) <= 200


def test_files_are_written_whole_and_a_repeat_replaces_the_first(app):
    mail_id = written("fichero@pueblo.example", body="Eñe y acentos: áéíóú\n")
    [mail] = mails_to("fichero@pueblo.example")
    assert text_of(mail).strip() == "Eñe y acentos: áéíóú"
    with transaction():
        again = db.session.get(Mail, mail_id)
        again.sent, again.body, again.next_try = None, "Otra vez\n", utcnow()
    [mail] = mails_to("fichero@pueblo.example")
    assert text_of(mail).strip() == "Otra vez"
    folder = Path(app.config["DATA_DIR"]) / "mail"
    assert all(path.suffix == ".eml" for path in folder.iterdir())


def test_workers_at_once_send_each_mail_once(own_app):
    with smtp_server() as server:
        own_app.config["MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
        for number in range(20):
            written(f"persona{number}@pueblo.example")
        db.session.remove()

        def work() -> None:
            with own_app.app_context():
                send_waiting()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    recipients = [line for line in server.said if line.upper().startswith("RCPT")]
    assert len(server.mails) == len(recipients) == len(set(recipients)) == 20
