"""More than can be served: with the real program, many who ask at once, and some who are slow on purpose."""

import json
import random
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from email.message import Message
from http.client import HTTPConnection
from typing import Any, NamedTuple

import pytest

from bench.community import command
from tests.servers import Server

pytestmark = pytest.mark.long  # a server is started and loaded
SEED = ("seed", "--users", "20", "--threads", "20", "--posts", "600", "--longest", "100")
CRAWLERS, PEOPLE, SECONDS = 100, 6, 6.0
LONGEST = 30.0  # seconds for any answer, on a machine with other work
SLOW = 50
HEAD = b"POST /login HTTP/1.1\r\nHost: foro\r\nContent-Type: application/x-www-form-urlencoded\r\n"


class Answer(NamedTuple):
    """What came, after how many seconds."""

    status: int
    retry_after: str | None
    seconds: float


@pytest.fixture(scope="module")
def forum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A forum of one web process, with a community."""
    server = Server(tmp_path_factory.mktemp("crowded"))
    assert server.command("db", "upgrade").returncode == 0
    assert server.command(*SEED).returncode == 0
    server.start(workers=1)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def about(forum: Server) -> dict[str, Any]:
    """The pages of its longest thread, and people who are signed in."""
    found: dict[str, Any] = json.loads(command(forum.folder, "bench.users"))
    return found


def ask(server: Server, path: str, cookie: str = "") -> Answer:
    """What is answered to somebody."""
    began = time.monotonic()
    there = HTTPConnection("127.0.0.1", server.port, timeout=LONGEST * 2)
    there.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = there.getresponse()
    answer.read()
    there.close()
    return Answer(answer.status, answer.headers["Retry-After"], time.monotonic() - began)


def keep_asking(server: Server, paths: Iterator[str], cookie: str = "") -> list[Answer]:
    """What is answered to somebody who asks again and again, for some seconds."""
    end, answers = time.monotonic() + SECONDS, []
    while time.monotonic() < end:
        answers.append(ask(server, next(paths), cookie))
    return answers


def searches() -> Iterator[str]:
    """Pages that nobody keeps, each another."""
    while True:
        yield f"/search?q=palabra+{random.random()}"


def forever(path: str) -> Iterator[str]:
    """The same page again and again."""
    while True:
        yield path


def test_the_excess_is_turned_away_and_people_go_before_crawlers(forum, about):
    with ThreadPoolExecutor(CRAWLERS + PEOPLE + 2) as beside:
        crawling = [beside.submit(keep_asking, forum, searches()) for _ in range(CRAWLERS)]
        reading = [
            beside.submit(keep_asking, forum, forever(about["last"]), cookie)
            for cookie in about["cookies"][:PEOPLE]
        ]
        watching = beside.submit(keep_asking, forum, forever("/health"))
        kept = beside.submit(keep_asking, forum, forever("/"))
        crawlers, people = ([one for part in many for one in part.result()] for many in (crawling, reading))
    everything = [*crawlers, *people, *watching.result(), *kept.result()]
    assert {one.status for one in everything} == {200, 503}
    assert all(one.retry_after == "5" for one in everything if one.status == 503)
    assert max(one.seconds for one in everything) < LONGEST
    assert {one.status for one in watching.result()} == {200}
    assert {one.status for one in people} == {200}
    assert any(one.status == 503 for one in crawlers)
    assert any(one.status == 200 for one in crawlers)
    assert "turned away" in forum.log()


def test_who_is_turned_away_reads_a_page_in_their_language(forum):
    over = threading.Event()
    with ThreadPoolExecutor(CRAWLERS) as beside:
        asked = [beside.submit(turned_away, forum, over) for _ in range(CRAWLERS)]
    told = [found for one in asked if (found := one.result())]
    assert told
    headers, page = told[0]
    assert '<html lang="en"' in page
    assert page.count("<h1") == 1
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"


def turned_away(server: Server, over: threading.Event) -> tuple[Message, str] | None:
    """What somebody who asks in English is told once they are turned away; None if another was first."""
    end, paths = time.monotonic() + LONGEST, searches()
    while not over.is_set() and time.monotonic() < end:
        with urllib.request.build_opener(Unchanged).open(english(server, next(paths))) as answer:
            page = answer.read().decode()
        if answer.status == 503:
            over.set()
            return answer.headers, page
    return None


class Unchanged(urllib.request.HTTPErrorProcessor):
    """An error is an answer like any other."""

    def http_response(self, request, response):
        return response


def english(server: Server, path: str) -> urllib.request.Request:
    """A request of somebody who reads English."""
    return urllib.request.Request(server.url + path, headers={"Accept-Language": "en"})


def connected(server: Server, sent: bytes) -> socket.socket:
    """Somebody who sent so much, and nothing after it."""
    there = socket.create_connection(("127.0.0.1", server.port))
    there.sendall(sent)
    return there


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: foro\r\nX-", id="heads"),
        pytest.param(HEAD + b"Content-Length: 1000\r\n\r\nusername=", id="bodies"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nusern", id="bodies of unknown length"),
    ],
)
def test_who_sends_slowly_keeps_nobody_waiting(forum, about, sent):
    with ExitStack() as slow:
        for _ in range(SLOW):
            slow.enter_context(connected(forum, sent))
        answers = [ask(forum, about["last"], about["cookies"][0]) for _ in range(20)]
        answers += [ask(forum, path) for _, path in zip(range(20), searches(), strict=False)]
        assert {one.status for one in answers} == {200}
        assert max(one.seconds for one in answers) < LONGEST
        form = connected(forum, HEAD + b"Cookie: session=x\r\nContent-Length: 10\r\n\r\nusername=a")
        form.settimeout(LONGEST)
        assert not form.recv(1000).startswith(b"HTTP/1.1 503")
        form.close()
