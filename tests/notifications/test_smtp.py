"""Handing mails to a server: a real SMTP conversation."""

import email
from collections.abc import Iterator
from email.policy import default

import pytest
from flask import Flask

from forum.lib.clock import utcnow
from forum.notifications.models import Mail
from forum.notifications.transport import MailRefused, MailTrouble, deliver
from tests.notifications.smtp_server import certificate, password_in, smtp_server

ELSEWHERE = "127.1"  # answers here, but is no name of this machine's that anybody would recognise


def a_mail(**given: str) -> Mail:
    values = {
        "message_id": "<uno@foro.example>",
        "recipient": "ana@pueblo.example",
        "subject": "Respuesta en «Permutas» · Tertulia",
        "body": "Mañana, según el pliego:\n.\n..puntos al principio\nhttps://foro.example/"
        + "x" * 200
        + "\n",
    }
    return Mail(**values | given, created=utcnow())


@pytest.fixture
def app(plain_app: Flask) -> Iterator[Flask]:
    """A mail and its server ask nothing of a database."""
    with plain_app.app_context():
        yield plain_app


@pytest.fixture
def mail_url(app: Flask):
    """Sets where mails go."""
    before = app.config["MAIL_URL"]
    yield lambda url: app.config.update(MAIL_URL=url)
    app.config["MAIL_URL"] = before


def test_a_mail_arrives_whole(mail_url):
    with smtp_server() as server:
        mail_url(f"smtp://127.0.0.1:{server.port}")
        assert deliver(a_mail()) == "250 2.0.0 en cola como 7F3A"
    [raw] = server.mails
    mail = email.message_from_bytes(raw, policy=default)
    assert mail["Subject"] == "Respuesta en «Permutas» · Tertulia"
    assert mail["To"] == "ana@pueblo.example"
    assert mail["Message-ID"] == "<uno@foro.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.tzinfo is not None
    assert mail.get_content().replace("\r\n", "\n") == a_mail().body
    assert server.said[1].startswith("mail FROM:<")
    assert "BODY=8BITMIME" in server.said[1].upper()
    assert server.said[2].upper() == "RCPT TO:<ANA@PUEBLO.EXAMPLE>"


def test_a_server_of_seven_bits_gets_seven_bits(mail_url):
    with smtp_server(extensions=[]) as server:
        mail_url(f"smtp://127.0.0.1:{server.port}")
        deliver(a_mail())
    [raw] = server.mails
    assert raw.isascii()
    assert email.message_from_bytes(raw, policy=default).get_content().replace("\r\n", "\n") == a_mail().body


def test_the_conversation_is_encrypted_where_the_server_offers_it(mail_url, tmp_path):
    offered = ["8BITMIME", "STARTTLS", "AUTH PLAIN"]
    with smtp_server(extensions=offered, tls=certificate(tmp_path)) as server:
        mail_url(f"smtp://foro:cl%40ve@127.0.0.1:{server.port}")
        deliver(a_mail())
    assert server.encrypted
    assert [line.partition(" ")[0].upper() for line in server.said[:4]] == [
        "EHLO",
        "STARTTLS",
        "EHLO",
        "AUTH",
    ]
    assert password_in(server.said[3]) == "cl@ve"
    assert len(server.mails) == 1


def test_smtps_is_encrypted_from_the_first_byte(mail_url, tmp_path):
    with smtp_server(encrypted=True, tls=certificate(tmp_path)) as server:
        mail_url(f"smtps://127.0.0.1:{server.port}")
        deliver(a_mail())
    assert len(server.mails) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused_beyond_this_machine(mail_url, tmp_path):
    with smtp_server(extensions=["STARTTLS"], tls=certificate(tmp_path)) as server:
        mail_url(f"smtp://{ELSEWHERE}:{server.port}")
        with pytest.raises(MailTrouble, match="certificate verify failed"):
            deliver(a_mail())
    assert server.mails == []


def test_a_password_is_not_sent_in_the_clear_beyond_this_machine(mail_url):
    with smtp_server(extensions=["AUTH PLAIN"]) as server:
        mail_url(f"smtp://foro:clave@{ELSEWHERE}:{server.port}")
        with pytest.raises(MailTrouble, match="STARTTLS"):
            deliver(a_mail())
    assert not any(line.startswith("AUTH") for line in server.said)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"RCPT": "450 vuelve más tarde"}, "450 vuelve más tarde"),
        ({"MAIL": "530 no te conozco"}, "530 no te conozco"),
        ({"after DATA": "451 disco lleno"}, "451 disco lleno"),
        ({"DATA": "554 hoy no"}, "554 hoy no"),
    ],
)
def test_a_server_that_does_not_want_it_now_is_trouble(mail_url, answers, said):
    with smtp_server(answers=answers) as server:
        mail_url(f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(MailTrouble, match=said):
            deliver(a_mail())


def test_a_mailbox_that_is_not_there_is_refused_for_good(mail_url):
    with smtp_server(answers={"RCPT": "550 5.1.1 no hay nadie"}) as server:
        mail_url(f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(MailRefused, match="no hay nadie"):
            deliver(a_mail())


def test_no_server_at_all_is_trouble(mail_url):
    mail_url("smtp://127.0.0.1:1")
    with pytest.raises(MailTrouble, match="refused"):
        deliver(a_mail())


@pytest.mark.parametrize(
    "given",
    [
        {"subject": "Hola\r\nBcc: otra@pueblo.example"},
        {"recipient": "ana@pueblo.example\r\nBcc: otra@pueblo.example"},
        {"recipient": "ana@pueblo.example, otra@pueblo.example"},
        {"message_id": "<uno@foro.example>\r\nBcc: otra@pueblo.example"},
    ],
)
def test_no_header_can_be_slipped_in(mail_url, given):
    with smtp_server() as server:
        mail_url(f"smtp://127.0.0.1:{server.port}")
        with pytest.raises(MailRefused):
            deliver(a_mail(**given))
    assert server.mails == []
