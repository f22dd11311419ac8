"""SIGHUP: the web processes are replaced while people read and write, and no request fails."""

import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from bench.crashes import Seen, processes, stored, used, users_of
from tests.servers import Server, until

pytestmark = pytest.mark.long  # a server is started and loaded
REPLACED = ("web process", "web server", "worker")
SERVED = (200, 503)  # who waited for long is told to come again: two generations share a busy machine


@pytest.fixture
def forum(tmp_path) -> Iterator[Server]:
    """A forum of two web processes, with a community."""
    server = Server(tmp_path)
    server.start_with_community()
    yield server
    server.stop()


def keep_reading(server: Server, path: str, cookie: str, seen: Seen) -> int:
    """Ask again and again over a connection, which is kept while the server keeps it; gives how often."""
    there, number = HTTPConnection("127.0.0.1", server.port, timeout=60), 0
    while not seen.over.is_set():
        there.request("GET", path, headers={"Cookie": cookie})
        answer = there.getresponse()
        answer.read()
        assert answer.status in SERVED
        number += answer.status == 200
    there.close()
    return number


def test_processes_are_replaced_and_no_request_fails(forum):
    about = users_of(forum)
    before = processes(forum)
    with ThreadPoolExecutor(4) as beside, used(forum) as seen:  # who reads ends with those who use it
        readers = [
            beside.submit(keep_reading, forum, about["last"], cookie, seen)
            for cookie in (*about["cookies"][:2], "", "")
        ]
        until(lambda: seen.acknowledged, "somebody wrote", 60)
        forum.process.send_signal(signal.SIGHUP)

        def replaced() -> bool:
            now = processes(forum)
            numbers = [len(now[name]) for name in REPLACED]
            return numbers == [2, 1, 1] and not any(set(now[name]) & set(before[name]) for name in REPLACED)

        until(replaced, "all are replaced", 120)
        written = len(seen.acknowledged)
        until(lambda: len(seen.acknowledged) > written, "somebody wrote since", 60)
        seen.over.set()
        assert all(reader.result() for reader in readers)
    assert processes(forum)["supervisor"] == before["supervisor"]
    assert [one for one in seen.troubles if "503" not in one] == []
    there = stored(forum.folder)
    assert [there[digest] for digest in seen.acknowledged] == [1] * len(seen.acknowledged)
    assert "processes are replaced" in forum.log()
