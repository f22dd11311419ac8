"""What whoever looks after the site is told of the index."""

import json
import os
import time

import pytest

from forum.search import jobs, status
from tests.factories import make_reply, make_thread, make_user, sign_in
from tests.search.indexes import is_whoosh, lost


def told(app, *options: str) -> str:
    return app.test_cli_runner().invoke(args=["search", "status", *options]).output


@pytest.fixture
def admin(client):
    """An administrator's browser."""
    sign_in(client, make_user(role="admin"))
    return client


def test_it_says_how_the_index_stands(app, index):
    make_reply(make_thread())
    jobs.index_changes()
    make_thread()
    figures = json.loads(told(app, "--json"))
    assert list(figures)[:4] == ["engine", "indexed", "expected", "pending"]
    assert (figures["engine"], figures["indexed"], figures["expected"], figures["pending"]) == (
        index.name, 2, 3, 1
    )  # fmt: skip
    assert figures["size_bytes"] > 1000
    assert figures["waiting_seconds"] < 60
    assert figures["advice"] == []
    assert "pending: 1" in told(app)


def test_a_worker_that_does_not_work_is_told_of(app, admin, index):
    jobs.index_changes()
    make_thread()
    past = time.time() - 1200
    os.utime(jobs.caught_up(), (past, past))
    assert "is the worker running" in told(app)
    page = admin.get("/admin/search").text
    assert "esperan desde hace rato" in page
    assert "21 minutos" in page


def test_an_index_that_lost_posts_is_told_of(app, admin, index):
    make_thread()
    make_thread()
    jobs.index_changes()
    index.update((), index.post_ids()[:1])
    assert "search reconcile" in told(app)
    assert "search reconcile" in admin.get("/admin/search").text


def test_a_lost_index_is_told_of(app, admin, index):
    make_thread()
    jobs.index_changes()
    lost(index)
    assert "no index that can be read" in told(app)
    assert "No hay un índice que se pueda leer" in admin.get("/admin/search").text


def test_postgresql_is_advised_where_whoosh_has_too_much(app, admin, index, monkeypatch):
    make_thread()
    make_thread()
    jobs.index_changes()
    assert "PostgreSQL" not in told(app)
    assert "necesita ya PostgreSQL" not in admin.get("/admin/search").text
    monkeypatch.setattr(status, "MANY", 1)
    advised = is_whoosh(index)
    assert ("use PostgreSQL" in told(app)) is advised
    assert ("necesita ya PostgreSQL" in admin.get("/admin/search").text) is advised


def test_a_rebuild_that_is_under_way_is_told_of_and_how_far_it_is(app, admin, index, monkeypatch):
    make_thread()
    make_thread()
    jobs.index_changes()
    monkeypatch.setattr("forum.search.jobs.rebuilding.STEP", 1)
    heard = []

    def look(more):
        heard.append(
            (json.loads(told(app, "--json"))["rebuilding"], told(app), admin.get("/admin/search").text)
        )

    assert json.loads(told(app, "--json"))["rebuilding"] is None
    jobs.rebuild(look)
    assert [figures for figures, _, _ in heard] == [{"done": 1, "expected": 2}, {"done": 2, "expected": 2}]
    assert "rebuilding: 1 of 2 posts" in heard[0][1]
    assert "1 de 2 mensajes" in heard[0][2]
    assert "rebuilding" not in told(app)
    assert "Construyéndose" not in admin.get("/admin/search").text


def test_a_rebuild_that_ended_badly_is_not_under_way(app, index):
    make_thread()

    def fail(more):
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        jobs.rebuild(fail)
    assert json.loads(told(app, "--json"))["rebuilding"] is None


def test_only_administrators_see_it(client, index):
    sign_in(client, make_user(role="moderator"))
    assert client.get("/admin/search").status_code == 403
