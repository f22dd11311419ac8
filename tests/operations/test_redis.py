"""Two machines: one PostgreSQL, one Redis; and what becomes of them when Redis goes away."""

import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections import Counter
from pathlib import Path

import pytest

from forum.debates.signals import post_published
from tests.conftest import Browser
from tests.factories import make_thread, make_user, sign_in
from tests.redis_server import RedisServer
from tests.servers import ROOT, Server, until

pytestmark = [pytest.mark.long, pytest.mark.postgres]  # servers are started
WRITE_MAIL = """
from forum.app import create_app
from forum.lib.transactions import transaction
from forum.notifications.actions import write_mail
with create_app().app_context(), transaction():
    write_mail("ana@pueblo.example", "%s", "Hola")
"""
SEARCHES = 300  # a minute, from one address


@pytest.fixture
def database(postgres):
    """What several machines share."""
    return postgres


@pytest.fixture
def redis(tmp_path):
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def machine(own_url, redis, tmp_path):
    """Makes machines with a data folder of their own, that share the database and Redis."""
    made = []

    def make(name):
        folder = tmp_path / name
        folder.mkdir()
        shared = {"FORUM_DATABASE_URL": own_url, "FORUM_REDIS_URL": redis.url, "FORUM_RATE_LIMITS": "on"}
        made.append(Server(folder, {**shared, "FORUM_SEARCH": "whoosh"}))
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture
def worker(machine):
    """A machine that only works, started when it is told to."""
    server = machine("worker")
    processes = []

    def start():
        processes.append(
            subprocess.Popen([sys.executable, "-m", "forum", "worker"], cwd=ROOT, env=server.environment)
        )
        return server

    yield start
    for process in processes:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def status(server, path="/search?q=permuta"):
    try:
        with urllib.request.urlopen(server.url + path) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        refused.close()
        return refused.code


def waiting(redis):
    return redis.ask("LLEN", "huey.redis.forum")


def subjects(server):
    return sorted(
        line.removeprefix("Subject: ")
        for path in Path(server.folder / "mail").glob("*.eml")
        for line in path.read_text().splitlines()
        if line.startswith("Subject: ")
    )


def test_two_machines_count_together(machine):
    machines = [machine("one"), machine("two")]
    for server in machines:
        server.start()
    said = Counter(status(machines[number % 2]) for number in range(SEARCHES + 10))
    assert said == {200: SEARCHES, 429: 10}
    assert [status(server, "/debates/") for server in machines] == [200, 200]


def test_what_one_machine_asks_for_another_does(machine, worker, redis):
    machine("one").python(WRITE_MAIL % "Primera")
    assert waiting(redis) == 1
    server = worker()
    until(lambda: subjects(server) == ["Primera"], "the mail is sent", 30)
    until(lambda: waiting(redis) == 0, "what else was to be done is done", 30)


def test_without_redis_people_read_and_write_and_it_catches_up_afterwards(machine, worker, redis):
    web, away = machine("one"), worker()
    web.start()
    redis.stop()
    pages = ["/", "/debates/", "/search?q=permuta", "/login", "/health", "/feed.atom"]
    assert {status(web, page) for page in pages} == {200}
    web.python(WRITE_MAIL % "Sin Redis")
    redis.start()
    web.python(WRITE_MAIL % "Con Redis")
    until(lambda: subjects(away) + subjects(web) == ["Con Redis", "Sin Redis"], "both mails are sent", 60)
    assert status(web) == 200


def test_an_act_that_redis_does_not_live_to_count_is_done_and_told_of(make_app, redis):
    app = make_app(FORUM_RATE_LIMITS="on", FORUM_REDIS_URL=redis.url)
    app.config["WTF_CSRF_ENABLED"] = False

    def go_away(*_, **given):
        redis.stop()

    with app.app_context(), post_published.connected_to(go_away):
        thread, browser = make_thread(), Browser(app)
        redis.start()
        sign_in(browser, make_user())
        assert browser.post(f"/debates/{thread.key}/replies", data={"body": "Va"}).status_code == 303
