"""The forum as it is served, read and written by many at once: no process dies, nothing complains in its log.

What goes wrong among threads is not seen one request at a time, and shows in the log before it harms anybody.
"""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle

import pytest

from bench.crashes import Seen, processes, used, users_of
from tests.servers import Server
from tests.soak import TIMES

pytestmark = pytest.mark.long  # a server is started and loaded
SECONDS, READERS = 20 * TIMES, 8
COMPLAINS = re.compile(r'"level": "(?:error|critical)"|Warning|Traceback|Fatal')


@pytest.fixture
def forum(own_url: str, tmp_path) -> Iterator[Server]:
    """A forum of two web processes, with a community."""
    server = Server(tmp_path, {"FORUM_DATABASE_URL": own_url})
    server.start_with_community()
    yield server
    server.stop()


def read_anew(server: Server, paths: list[str], cookie: str, seen: Seen) -> int:
    """Ask for one page after the other, each over a connection of its own; gives how many came."""
    number = 0
    for path in cycle(paths):
        if seen.over.is_set():
            return number
        there = HTTPConnection("127.0.0.1", server.port, timeout=60)
        there.request("GET", path, headers={"Cookie": cookie, "Connection": "close"})
        status = there.getresponse().status
        there.close()
        assert status in (200, 503), path
        number += status == 200
    return number


def test_nobody_dies_and_nobody_complains(forum):
    about = users_of(forum)
    paths = [about["last"], "/", "/debates/", *about["threads"][:4], "/search?q=contrato", "/people/"]
    before = processes(forum)
    with ThreadPoolExecutor(READERS) as beside, used(forum) as seen:
        cookies = [*about["cookies"][: READERS // 2], *[""] * (READERS // 2)]
        readers = [beside.submit(read_anew, forum, paths, cookie, seen) for cookie in cookies]
        time.sleep(SECONDS)
        seen.over.set()
        assert all(reader.result() for reader in readers)
    assert seen.acknowledged
    assert [one for one in seen.troubles if "503" not in one] == []
    assert processes(forum) == before
    assert [line for line in forum.log().splitlines() if COMPLAINS.search(line)] == []
