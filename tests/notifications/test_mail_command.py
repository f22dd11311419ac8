"""`mail test ADDRESS`."""

import pytest
from flask import Flask

from tests.mailbox import mails_to, text_of
from tests.notifications.smtp_server import smtp_server


@pytest.fixture
def run(app: Flask):
    """Runs a command with mails going to `url`; gives its result."""
    before = app.config["MAIL_URL"]

    def go(*args: str, url: str = before):
        app.config["MAIL_URL"] = url
        return app.test_cli_runner().invoke(args=["mail", *args])

    yield go
    app.config["MAIL_URL"] = before


def test_it_says_what_the_server_answered(run):
    with smtp_server() as server:
        result = run("test", "ana@pueblo.example", url=f"smtp://127.0.0.1:{server.port}")
    assert (result.exit_code, result.output) == (0, "250 2.0.0 en cola como 7F3A\n")
    assert len(server.mails) == 1


def test_it_says_what_went_wrong(run):
    with smtp_server(answers={"RCPT": "550 no hay nadie"}) as server:
        result = run("test", "ana@pueblo.example", url=f"smtp://127.0.0.1:{server.port}")
    assert (result.exit_code, result.output) == (1, "Error: 550 no hay nadie\n")


def test_it_explains_that_nobody_answers(run):
    result = run("test", "ana@pueblo.example", url="smtp://127.0.0.1:1")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_what_is_no_address_is_refused(run):
    assert run("test", "no es una dirección").exit_code == 1


def test_without_a_server_it_writes_a_file(run):
    result = run("test", "prueba@pueblo.example")
    assert result.exit_code == 0
    assert ".eml" in result.output
    assert "funciona" in text_of(mails_to("prueba@pueblo.example")[-1])
