"""Every error is a page in the design, with its status, and loses no text."""

import pytest

from forum.app import create_app
from forum.debates.models import Draft
from forum.extensions import db, limiter
from tests.conftest import Browser
from tests.databases import settings_for
from tests.factories import fresh, make_thread, make_user, sign_in


def is_page(answer, status):
    """An error page of ours, whole: frame, main, one title."""
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1
    assert f"Error {status}" in answer.text
    assert '<main id="contenido"' in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_not_found(client):
    is_page(client.get("/no-existe"), 404)


def test_not_allowed(client):
    sign_in(client, make_user())
    is_page(client.get("/moderation/"), 403)


def test_gone(client):
    thread = make_thread(state="removed")
    is_page(client.get(f"/debates/{thread.key}"), 410)


def test_the_wrong_method_says_which_are_right(client):
    answer = client.get("/logout")
    is_page(answer, 405)
    assert "POST" in answer.headers["Allow"]


def test_too_large(client):
    sign_in(client, make_user())
    is_page(client.post("/debates/new", data={"body": "x" * (13 * 1024 * 1024)}), 413)


def test_too_many_in_a_row_keeps_the_text_and_says_how_long_to_wait(make_app, monkeypatch):
    monkeypatch.setattr(limiter, "enabled", True)
    app = make_app(FORUM_RATE_LIMITS="on")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        thread, browser = make_thread(), Browser(app)
        sign_in(browser, make_user())
        address = f"/debates/{thread.key}/replies"
        taken = {browser.post(address, data={"body": f"Va {turn}"}).status_code for turn in range(10)}
        refused = browser.post(address, data={"body": "La que hace once"})
        assert taken == {303}
        is_page(refused, 429)
        assert int(refused.headers["Retry-After"]) > 0
        assert [draft.body for draft in db.session.query(Draft)] == ["La que hace once"]
        assert fresh(thread).last_number == 11


@pytest.mark.parametrize("signed_in", [False, True])
def test_without_its_database_the_site_says_so_and_when_to_come_back(tmp_path, signed_in):
    settings = settings_for(tmp_path, FORUM_DATABASE_URL=f"sqlite:///{tmp_path}/no/existe.db")
    app = create_app(settings, testing=True)
    with app.app_context():
        browser = Browser(app)
        if signed_in:
            with browser.session_transaction() as session:
                session["_user_id"] = "alguien"
        for headers in ({}, {"Authorization": "Bearer tertulia_una"}):
            answer = browser.get("/debates/", headers=headers)
            is_page(answer, 503)
            assert int(answer.headers["Retry-After"]) > 0
        health = browser.get("/health")
    assert health.status_code == 503
    assert health.json["status"] == "error"


def test_without_its_database_what_was_sent_is_given_back(tmp_path):
    app = create_app(settings_for(tmp_path, FORUM_DATABASE_URL=f"sqlite:///{tmp_path}/no.db"), testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        browser = Browser(app)
        sent = {"body": "Un texto <largo>\nde dos líneas", "submission": "abc"}
        answer = browser.post("/debates/new", data=sent)
        secret = browser.post("/login", data={"email": "ana", "password": "No se enseña"})
    is_page(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0
    assert "Un texto &lt;largo&gt;\nde dos líneas</textarea>" in answer.text
    assert 'name="submission" value="abc"' in answer.text
    assert "No se publicará dos veces." in answer.text
    is_page(secret, 503)
    assert "No se enseña" not in secret.text


def test_a_failure_of_ours_says_so_and_tells_nothing_else(tmp_path):
    app = create_app(settings_for(tmp_path), testing=True)
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/falla")
    def fail():
        raise ZeroDivisionError("secreto de cocina")

    with app.app_context():
        answer = Browser(app).get("/falla")
    is_page(answer, 500)
    assert "secreto" not in answer.text
