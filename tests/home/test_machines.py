"""What machines ask of the site: health, robots, whom to tell of a hole."""

import os
import shutil
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest
from sqlalchemy import text

from forum.app import create_app
from forum.extensions import db
from forum.home.actions import fill_blanks
from forum.home.jobs import show_life, sign_of_life
from forum.lib.transactions import transaction
from tests.databases import settings_for
from tests.factories import fresh, make_user


def test_a_site_that_works_says_so_and_is_asked_each_time(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_migrations_that_wait_are_named(client):
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "error", "wrong": ["migrations"]})


def test_a_database_that_does_not_answer_is_named(tmp_path):
    app = create_app(
        settings_for(tmp_path, FORUM_DATABASE_URL=f"sqlite:///{tmp_path}/no/hay.db"), testing=True
    )
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.json["wrong"]) == (503, ["database"])


def test_a_data_folder_that_is_gone_is_named(app, client, tmp_path, monkeypatch):
    monkeypatch.setitem(app.config, "DATA_DIR", Path("/proc"))  # where not even root may write
    answer = client.get("/health")
    assert answer.status_code == 503
    assert "data folder" in answer.json["wrong"]


def test_a_full_disk_is_named(client, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage(10, 9, 1))
    assert client.get("/health").json == {"status": "error", "wrong": ["disk"]}


def test_a_silent_worker_is_a_warning_and_the_site_serves_on(app, client):
    look(app)
    assert client.get("/health").json == {"status": "ok"}
    with app.app_context():
        os.utime(sign_of_life(), (0, 0))
    answer = client.get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "warnings": ["worker"]})
    look(app)
    assert client.get("/health").json == {"status": "ok"}


def look(app):
    """What the worker of this forum does each minute."""
    with app.app_context():
        show_life.look()


OPEN = "/ /debates/ /debates/12-hola?page=2 /blog/3 /tags/a /people/ana /feed.atom /me-llamo"
CLOSED = (
    "/me/drafts /login /search?q=a /search.atom?q=a /moderation/ /admin/pages /posts/3 /debates/new /unread/3"
)


@pytest.mark.parametrize(
    ("base", "root"), [("https://foro.example", ""), ("https://sede.example/foro", "/foro")]
)
def test_robots_may_read_what_everyone_reads(tmp_path, base, root):
    app = create_app(settings_for(tmp_path, FORUM_BASE_URL=base), testing=True)
    answer = app.test_client().get(f"{root}/robots.txt")
    assert answer.mimetype == "text/plain"
    robots = RobotFileParser()
    robots.parse(answer.text.splitlines())
    assert [path for path in OPEN.split() if not robots.can_fetch("x", f"{base}{path}")] == []
    assert [path for path in CLOSED.split() if robots.can_fetch("x", f"{base}{path}")] == []
    assert robots.site_maps() == [f"{base}/sitemap.xml"]


def lines_of(answer):
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_whoever_finds_a_hole_learns_whom_to_tell(client):
    answer = client.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    said = lines_of(answer)
    assert said["Contact"] == "mailto:foro@127.0.0.1"
    assert said["Canonical"] == "http://127.0.0.1:8000/.well-known/security.txt"
    assert "es" in said["Preferred-Languages"]
    expires = datetime.fromisoformat(said["Expires"].replace("Z", "+00:00"))
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


@pytest.mark.parametrize(
    ("values", "contact"),
    [
        ({"email": "foro@a.example"}, "mailto:foro@a.example"),
        ({"email": "foro@a.example", "security_contact": "csirt@a.example"}, "mailto:csirt@a.example"),
        ({"security_contact": "https://a.example/avisos"}, "https://a.example/avisos"),
    ],
)
def test_the_contact_is_the_one_that_the_operator_gave(client, values, contact):
    admin = make_user(role="admin")
    with transaction():
        fill_blanks(values, fresh(admin))
    assert lines_of(client.get("/.well-known/security.txt"))["Contact"] == contact


@pytest.mark.parametrize("address", ["/robots.txt", "/sitemap.xml", "/.well-known/security.txt"])
def test_what_has_not_changed_is_not_sent_again(client, address):
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
