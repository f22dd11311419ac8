"""Read-only mode: pages and search go on, writing says until when and loses nothing, jobs wait."""

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from forum.audit.models import AuditRow
from forum.debates.models import Post, ReadingPosition
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.maintenance import KEY, MaintenanceRow
from forum.lib.transactions import transaction
from forum.notifications.actions import write_mail
from forum.notifications.jobs import deliver_mail
from forum.notifications.models import Mail
from tests.factories import PASSWORD, make_reply, make_thread, make_user, sign_in


@pytest.fixture
def switch(app: Flask):
    """Turns maintenance on and off; off again afterwards, as far as this process knows."""
    known = app.extensions.get(KEY)

    def go(*options: str):
        return app.test_cli_runner().invoke(args=["maintenance", *options])

    yield go
    app.extensions[KEY] = known


@pytest.fixture
def thread():
    return make_thread(title="Permuta de Lugo a Vigo")


def test_pages_and_search_go_on_and_say_so(client, switch, thread):
    assert switch("on", "--message", "Cambiamos de máquina.").exit_code == 0
    for address in ("/", f"/debates/{thread.key}", "/search?q=permuta", "/people/", "/login"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Estamos en mantenimiento" in page.text
        assert "Cambiamos de máquina." in page.text
    assert switch("off").exit_code == 0
    assert "mantenimiento" not in client.get("/").text


def test_a_reply_is_refused_until_then_and_is_still_there(client, switch, thread):
    sign_in(client, make_user())
    switch("on", "--minutes", "20")
    address = f"/debates/{thread.key}/replies"
    sent = {
        "body": "Un texto <largo>\nde dos líneas",
        "reply_to": "1",
        "submission": "abc",
        "action": "publish",
    }
    page = client.post(address, data=sent)
    assert page.status_code == 503
    assert 1100 < int(page.headers["Retry-After"]) <= 1200
    assert "Un texto &lt;largo&gt;\nde dos líneas</textarea>" in page.text
    for name in ("reply_to", "submission", "action"):
        assert f'name="{name}" value="{sent[name]}"' in page.text
    assert db.session.scalar(select(func.count()).select_from(Post)) == 1
    switch("off")
    assert client.post(address, data=sent).status_code == 303


def test_what_a_guest_wrote_is_not_lost_either(client, switch, thread):
    switch("on")
    page = client.post(f"/debates/{thread.key}/replies", data={"body": "Sin haber entrado"})
    assert page.status_code == 503
    assert "Sin haber entrado</textarea>" in page.text


def test_signing_in_waits_and_no_page_shows_the_password(client, switch):
    make_user("ana", password=PASSWORD)
    switch("on")
    page = client.post("/login", data={"email": "ana", "password": PASSWORD})
    assert page.status_code == 503
    assert PASSWORD not in page.text
    assert "Enviar otra vez" not in page.text


def test_who_is_in_reads_on_and_no_position_is_noted(client, switch, thread):
    make_reply(thread)
    sign_in(client, make_user())
    switch("on")
    assert client.get(f"/debates/{thread.key}").status_code == 200
    assert db.session.scalar(select(func.count()).select_from(ReadingPosition)) == 0


def test_jobs_that_write_wait(own_app):
    run = own_app.test_cli_runner().invoke
    with transaction():
        write_mail("ana@pueblo.example", "Asunto", "Texto")
    run(args=["maintenance", "on"])
    deliver_mail.run()
    assert db.session.scalar(select(Mail.attempts)) == 0
    run(args=["maintenance", "off"])
    deliver_mail.run()
    db.session.rollback()
    assert db.session.scalar(select(Mail.attempts)) == 1


def test_the_operators_commands_go_on(app, switch):
    switch("on")
    created = app.test_cli_runner().invoke(args=["users", "create", "nueva", "--email", "n@pueblo.example"])
    assert created.exit_code == 0


def test_health_is_well_and_tells(client, switch):
    assert "maintenance" not in client.get("/health").json
    switch("on", "--until", "2100-01-01T12:00")
    answer = client.get("/health")
    assert (answer.status_code, answer.json["maintenance"]) == (200, "2100-01-01T11:00:00Z")


def test_when_it_takes_longer_it_says_no_moment_that_has_passed(client, switch, thread):
    switch("on")
    with transaction():
        db.session.execute(update(MaintenanceRow).values(until=utcnow() - timedelta(hours=1)))
    sign_in(client, make_user())
    page = client.post(f"/debates/{thread.key}/replies", data={"body": "Llego pronto"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "300")
    assert "dentro de unos minutos" in page.text


def test_both_acts_are_in_the_audit_log(switch):
    switch("on")
    switch("on", "--minutes", "5")
    switch("off")
    assert "was not on" in switch("off").stdout
    acts = db.session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()
    assert acts == ["maintenance.on", "maintenance.on", "maintenance.off"]


@pytest.mark.parametrize(
    "options",
    [
        ("--until", "2001-01-01T00:00"),
        ("--until", "mañana"),
        ("--minutes", "0"),
        ("--minutes", "5", "--until", "2100-01-01T00:00"),
        ("--message", "x" * 301),
    ],
)
def test_what_no_moment_or_message_can_be_is_wrong_usage(switch, options):
    assert switch("on", *options).exit_code == 2


def test_it_is_seen_by_a_process_that_did_not_turn_it_on(make_app):
    """Two processes on one database: the other one learns of it within a second."""
    one, other = make_app(), make_app()
    reader = other.test_client()
    assert "mantenimiento" not in reader.get("/").text
    one.test_cli_runner().invoke(args=["maintenance", "on"])
    until = time.monotonic() + 5
    while "Estamos en mantenimiento" not in reader.get("/").text:
        assert time.monotonic() < until
