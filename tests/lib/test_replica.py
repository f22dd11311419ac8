"""Whoever reads from the replica sees all that anybody was told is done; and if either server is gone."""

import random
import re
from contextvars import Context

import pytest
from flask import g
from sqlalchemy import event, func, make_url, select
from sqlalchemy.exc import OperationalError

from forum.commands import create_whole_app
from forum.debates import actions
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.pages import may_be_kept
from forum.lib.replica import connecting, reading, the_replica
from forum.lib.transactions import transaction
from tests.conftest import Browser, let_go
from tests.databases import settings_for
from tests.factories import make_thread, make_user, sign_in
from tests.redis_server import RedisServer
from tests.replicas import Pair
from tests.servers import free_port, until

pytestmark = [pytest.mark.long, pytest.mark.postgres]  # servers are started
ACTS = 60


@pytest.fixture(scope="module")
def pair():
    servers = Pair()
    yield servers
    servers.stop()


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def make_host(pair, redis, tmp_path, monkeypatch):
    """Makes applications on one database and its replica, which are both there."""
    monkeypatch.setattr(reading, "PATIENCE", 0.05)
    monkeypatch.setattr(connecting, "PAUSE", 0.1)
    pair.whole()
    redis.ask("FLUSHALL")
    name, made = pair.fresh(), []

    def make(**settings):
        folder = tmp_path / f"host{len(made)}"
        given = {**pair.urls(name), "FORUM_REDIS_URL": redis.url, **settings}
        made.append(create_whole_app(settings_for(folder, **given), testing=True))
        made[-1].config["WTF_CSRF_ENABLED"] = False
        return made[-1]

    yield make
    for app in made:
        let_go(app)


@pytest.fixture
def host(make_host):
    return make_host()


@pytest.fixture
def thread(host):
    with host.app_context():
        return make_thread("Permuta de Lugo a Vigo")


def reply(app, thread):
    """Post a reply and be told that it is done; gives its number."""
    with app.app_context():
        text = render("Otra respuesta.")
        with transaction():
            there = db.session.get_one(Thread, thread.id)
            number = actions.post_reply(there, None, text, author_name="Ana").number
        db.session.remove()
        return number


def seen(app, method="GET"):
    """How many posts a request that begins now sees, and whether in the replica."""
    return Context().run(look, app, method)


def look(app, method):
    with app.test_request_context("/", method=method):
        count = db.session.scalar(select(func.count()).select_from(Post))
        from_replica = db.session.scalar(select(func.pg_is_in_recovery()))
        db.session.remove()
        return count, from_replica


def in_replica(app):
    """Wait until pages are read there."""
    until(lambda: seen(app)[1], "the replica answers")


def pause(pair):
    """Have the replica follow no more for now."""
    pair.replica.say("SELECT pg_wal_replay_pause()")
    state = "SELECT pg_get_wal_replay_pause_state()"
    until(lambda: pair.replica.say(state) == "paused", "the replica stands still")


def test_pages_are_read_in_the_replica_and_acts_in_the_database(host, thread):
    in_replica(host)
    assert seen(host) == (1, True)
    assert seen(host, "POST") == (1, False)
    with host.test_request_context("/"):
        assert db.session.scalar(select(func.pg_is_in_recovery()))
        with transaction():
            assert not db.session.scalar(select(func.pg_is_in_recovery()))
        assert not db.session.scalar(select(func.pg_is_in_recovery()))
        assert not g.from_replica


def test_without_the_setting_there_is_no_replica(make_host, host, thread):
    alone = make_host(FORUM_REPLICA_URL="")
    assert seen(alone) == (1, False)
    with alone.app_context():
        assert the_replica() is None
        assert list(db.engines) == [None]


def test_an_act_is_told_of_once_the_replica_has_it(pair, host, thread):
    in_replica(host)
    for _ in range(20):
        number = reply(host, thread)
        name = re.search(r"/(\w+)\?", host.config["REPLICA_URL"])[1]
        assert pair.replica.say("SELECT count(*) FROM posts", name) == number


def test_a_replica_that_is_behind_is_not_read(pair, host, thread):
    in_replica(host)
    pause(pair)
    assert reply(host, thread) == 2
    assert seen(host) == (2, False)
    with host.app_context():
        assert the_replica().warnings() == ["replica"]
    pair.replica.say("SELECT pg_wal_replay_resume()")
    in_replica(host)
    assert seen(host) == (2, True)
    with host.app_context():
        assert the_replica().warnings() == []


@pytest.mark.parametrize("seed", range(2))
def test_nobody_sees_less_than_anybody_was_told(pair, make_host, host, thread, seed):
    """On either host, whatever the replica does meanwhile; and pages do come from it."""
    chance, hosts, told, where = random.Random(seed), [host, make_host()], 1, set()
    acts = {
        "write": lambda: reply(chance.choice(hosts), thread),
        "stand still": lambda: pause(pair),
        "go on": lambda: pair.replica.say("SELECT pg_wal_replay_resume()"),
        "crash": lambda: (pair.replica.crash(), pair.replica.start()),
    }
    for _ in range(ACTS):
        (act,) = chance.choices([*acts], [8, 2, 4, 1])
        done = acts[act]()
        told = done if act == "write" else told
        for app in hosts:
            count, from_replica = seen(app)
            assert count == told, act
            where.add(from_replica)
    assert where == {True, False}


def test_without_the_database_people_read_on_and_keep_what_they_write(pair, make_host, host, thread):
    other, browser = make_host(FORUM_PAGE_CACHE="8"), Browser(host)
    with host.app_context():
        person = make_user("ana")
        sign_in(browser, person)
        guest, address = Browser(other), f"/debates/{thread.key}"
        assert guest.get(address).status_code == 200  # and is kept
        in_replica(host)
        pair.database.crash()
        for reader in (guest, browser):
            page = reader.get(address)
            assert (page.status_code, "Permuta de Lugo a Vigo" in page.text) == (200, True)
        assert guest.get("/health").json == {"status": "ok", "warnings": ["database"]}
        sent = {"body": "Un texto <largo>", "submission": "abc", "action": "publish"}
        refused = browser.post(f"{address}/replies", data=sent)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert "Un texto &lt;largo&gt;</textarea>" in refused.text
        assert 'name="submission" value="abc"' in refused.text
        with pytest.raises(OperationalError):
            reply(host, thread)
        pair.database.start()
        until(lambda: browser.post(f"{address}/replies", data=sent).status_code == 303, "it is published")
        assert browser.post(f"{address}/replies", data=sent).status_code == 303
        assert "Un texto" in guest.get(address).text
        assert seen(host)[0] == 2


def test_a_database_that_takes_no_writing_is_read_and_says_when_to_come_again(pair, host, thread):
    name = make_url(host.config["SQLALCHEMY_DATABASE_URI"]).database
    with host.app_context():
        browser, address = Browser(host), f"/debates/{thread.key}"
        sign_in(browser, make_user("ana"))
        pair.database.say(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        pair.database.say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        assert browser.get(address).status_code == 200
        sent = {"body": "Un texto <largo>", "submission": "abc", "action": "publish"}
        refused = browser.post(f"{address}/replies", data=sent)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert "Un texto &lt;largo&gt;</textarea>" in refused.text


def test_without_the_replica_everything_goes_on(pair, host, thread):
    in_replica(host)
    browser = Browser(host)
    with host.app_context():
        pair.replica.crash()
        assert browser.get(f"/debates/{thread.key}").status_code == 200
        assert reply(host, thread) == 2
        assert seen(host) == (2, False)
        assert browser.get("/health").json == {"status": "ok", "warnings": ["replica"]}
        pair.replica.start()
        in_replica(host)
        assert "warnings" not in browser.get("/health").json


def test_a_replica_that_lacks_what_somebody_was_told_does_not_stand_in(pair, make_host, host, thread):
    """Neither where they were told, nor, by Redis, on another machine; nor after its start."""
    other = make_host()
    in_replica(other)
    pause(pair)
    reply(host, thread)
    pair.database.crash()
    for app in (host, other, make_host()):
        with app.app_context():
            answer = Browser(app).get("/debates/")
            assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
    pair.replica.say("SELECT pg_wal_replay_resume()")  # it had received what it did not show
    for app in (host, other):
        in_replica(app)
        assert seen(app) == (2, True)


def test_a_page_that_the_replica_breaks_off_is_read_in_the_database(pair, host, thread):
    in_replica(host)

    @host.get("/dos-veces")
    def twice():
        first = db.session.scalar(select(func.pg_is_in_recovery()))
        if first:
            pair.replica.crash()
        return {"recovery": db.session.scalar(select(func.pg_is_in_recovery()))}

    with host.app_context():
        assert Browser(host).get("/dos-veces").json == {"recovery": False}


def test_a_page_that_the_database_breaks_off_is_read_in_the_replica(pair, host, thread):
    in_replica(host)
    pause(pair)  # so that it is read in the database at first

    @host.get("/dos-veces")
    def twice():
        first = db.session.scalar(select(func.pg_is_in_recovery()))
        if not first:
            pair.database.crash()
        return {"before": first, "recovery": db.session.scalar(select(func.pg_is_in_recovery()))}

    with host.app_context():
        pair.database.say("CREATE TABLE moves_the_end_of_the_log (id int)")
        assert Browser(host).get("/dos-veces").json == {"before": True, "recovery": True}


def test_a_form_that_the_database_breaks_off_is_given_back(pair, make_host, thread):
    host, left = make_host(FORUM_RATE_LIMITS="on"), [pair.database.crash]
    with host.app_context():
        browser = Browser(host)
        sign_in(browser, make_user())
        db.session.remove()
        event.listen(db.engine, "begin", lambda _: left and left.pop()())
        refused = browser.post(f"/debates/{thread.key}/replies", data={"body": "A medias, y no se pierde"})
    assert (left, refused.status_code) == ([], 503)
    assert "A medias, y no se pierde</textarea>" in refused.text


def test_a_page_that_is_made_is_answered_though_it_cannot_be_kept(pair, make_host):
    host = make_host(FORUM_PAGE_CACHE="8")
    in_replica(host)

    @host.get("/hecha")
    def made():
        may_be_kept()
        pair.replica.crash()
        return "Hecha"

    with host.app_context():
        answer = Browser(host, use_cookies=False).get("/hecha")
    assert (answer.status_code, answer.text) == (200, "Hecha")


def test_one_that_was_promoted_is_no_replica_of_a_database_that_goes_on(pair, host, thread):
    in_replica(host)
    assert pair.replica.say("SELECT pg_promote()")
    assert reply(host, thread) == 2
    assert seen(host) == (2, False)
    refused = host.test_cli_runner().invoke(args=["serve", "--port", str(free_port())])
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: FORUM_REPLICA_URL names no replica")
