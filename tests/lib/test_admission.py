"""Who gets a place, who waits for one, and who is turned away or cut off."""

import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from io import BytesIO

import pytest

from forum.lib.admission.bodies import brings_body, take_body
from forum.lib.admission.connections import cut_silent
from forum.lib.admission.leaving import Leaving
from forum.lib.admission.places import Line, Places
from forum.lib.admission.steering import any_from, only, steer, steer_own
from tests.servers import until

MOST = 100
PATIENT = Line(longest=2, patience=30.0)


def waiting(places: Places, line: int, came: list[str], name: str) -> threading.Thread:
    """Somebody who waits for a place, notes that they got it, and gives it back."""

    def wait() -> None:
        with places.place(line) as there:
            assert there
            came.append(name)

    before = len(places.waiting[line])
    thread = threading.Thread(target=wait)
    thread.start()
    until(lambda: len(places.waiting[line]) == before + 1, f"{name} waits")
    return thread


def test_the_first_line_is_served_before_the_second_and_each_in_order():
    places, came = Places(1, [PATIENT, PATIENT]), []
    with places.place(1) as there:
        assert there
        threads = [
            waiting(places, line, came, name)
            for line, name in ((1, "guest"), (0, "person"), (1, "other guest"), (0, "other person"))
        ]
    for thread in threads:
        thread.join()
    assert came == ["person", "other person", "guest", "other guest"]
    assert places.free == 1


def test_who_finds_the_line_full_or_waits_for_too_long_gets_no_place():
    places, came = Places(1, [Line(longest=1, patience=0.01), PATIENT]), []
    with places.place(0):
        with places.place(0) as there:
            assert not there
        threads = [waiting(places, 1, came, name) for name in ("one", "two")]
        with places.place(1) as there:
            assert not there
        with places.place() as there:
            assert not there
    for thread in threads:
        thread.join()
    assert came == ["one", "two"]
    assert places.free == 1
    assert not any(places.waiting)


def test_a_place_is_free_again_after_a_failure():
    places = Places(1)
    with pytest.raises(ZeroDivisionError), places.place() as there:
        assert there / 0
    assert places.free == 1


@pytest.mark.parametrize(
    ("environ", "brings"),
    [
        ({}, False),
        ({"CONTENT_LENGTH": ""}, False),
        ({"CONTENT_LENGTH": "0"}, False),
        ({"CONTENT_LENGTH": "-5"}, False),
        ({"CONTENT_LENGTH": "100"}, True),
        ({"CONTENT_LENGTH": "101"}, False),  # the application refuses it unread
        ({"HTTP_TRANSFER_ENCODING": "Chunked"}, True),
    ],
)
def test_which_bodies_are_taken_in(environ, brings):
    assert brings_body(environ, MOST) is brings


@pytest.mark.parametrize(
    ("said", "sent", "whole", "taken"),
    [
        ("7", b"a=1&b=2", True, b"a=1&b=2"),
        ("7", b"a=1", False, b"a=1"),
        ("3", b"a=1GET /", True, b"a=1"),
        ("", b"a=1", True, b"a=1"),
        ("", b"x" * 1000, True, b"x" * (MOST + 1)),
    ],
)
def test_a_body_is_read_as_far_as_it_was_announced(said, sent, whole, taken):
    environ = {"CONTENT_LENGTH": said, "wsgi.input": BytesIO(sent)}
    assert take_body(environ, BytesIO(), MOST) is whole
    assert environ["wsgi.input"].read() == taken
    assert environ["CONTENT_LENGTH"] == str(len(taken))


@pytest.fixture
def asked() -> Iterator[list[socket.socket]]:
    """Three who asked this process for something, in the order in which they came; none was answered."""
    with ExitStack() as opened:
        listening = opened.enter_context(socket.create_server(("127.0.0.1", 0)))
        came = []
        for _ in range(3):
            came.append(opened.enter_context(socket.create_connection(listening.getsockname())))
            opened.enter_context(closing(listening.accept()[0]))
            came[-1].settimeout(0.05)
        yield came


def is_cut(one: socket.socket) -> bool:
    """Whether the other end closed the connection."""
    try:
        return one.recv(1) == b""
    except TimeoutError:
        return False


def test_who_is_silent_for_longest_is_cut_off_where_they_are_many(asked):
    until(lambda: cut_silent(slow=0.3, longest=60, many=2) == 1, "one is cut off")
    assert sum(is_cut(one) for one in asked) == 1
    assert cut_silent(slow=60, longest=60, many=0) == 0


def test_who_is_silent_for_too_long_is_cut_off_however_few_they_are(asked):
    assert cut_silent(slow=0, longest=60, many=3) == 0

    def all_cut() -> bool:
        cut_silent(slow=0, longest=0.2, many=3)
        return all(is_cut(one) for one in asked)

    until(all_cut, "all are cut off")


def test_connections_that_this_process_made_are_left_alone(asked):
    assert cut_silent(slow=0, longest=0, many=0) == len(asked)


OTHER = """
import sqlite3, sys
there = sqlite3.connect(sys.argv[1], timeout=0)
try:
    there.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as refused:
    print(refused)
"""


def refused(act: Callable[..., object], *given: object) -> None:
    """Try what sockets that share no port refuse."""
    with pytest.raises(OSError, match="Invalid argument"):
        act(*given)


@pytest.mark.parametrize("look", [cut_silent, lambda: refused(steer_own, only(2))])
def test_looking_at_connections_leaves_this_process_the_locks_of_its_database(tmp_path, asked, look):
    """A process has locks, and not a connection of it: whoever closes a copy of its file loses them all."""
    path = str(tmp_path / "forum.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as here:
        here.execute("PRAGMA journal_mode=WAL")
        here.execute("BEGIN IMMEDIATE")
        look()
        said = subprocess.run([sys.executable, "-c", OTHER, path], capture_output=True, text=True, check=True)
    assert said.stdout == "database is locked\n"


def test_a_process_that_leaves_closes_each_connection_after_its_answer():
    told = []
    leaving = Leaving(lambda _, start: start("200 OK", [("Vary", "Cookie")]) or [b"page"])
    assert leaving({}, lambda status, headers: told.append((status, headers))) == [b"page"]
    assert told == [("200 OK", [("Vary", "Cookie"), ("Connection", "close")])]


def listening(port: int = 0) -> socket.socket:
    """A socket that shares a port with others."""
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    one.bind(("127.0.0.1", port))
    one.listen()
    one.setblocking(False)
    return one


def taken(listeners: list[socket.socket]) -> list[int]:
    """How many of fifty who come each of these gets."""
    place, numbers = listeners[0].getsockname(), [0] * len(listeners)
    with ExitStack() as there:
        for _ in range(50):
            there.enter_context(socket.create_connection(place))
        for at, listener in enumerate(listeners):
            with suppress(BlockingIOError):
                while True:
                    there.enter_context(listener.accept()[0])
                    numbers[at] += 1
    return numbers


def test_who_comes_goes_to_the_next_generation_while_one_of_the_last_listens():
    with ExitStack() as opened:
        old = [opened.enter_context(listening())]
        port = old[0].getsockname()[1]
        old.append(opened.enter_context(listening(port)))
        steer(old[0], any_from(2))
        assert min(taken(old)) > 0
        new = [opened.enter_context(listening(port)) for _ in range(2)]
        gone, there = taken([*old, *new])[:2], taken([*old, *new])[2:]
        assert gone == [0, 0]
        assert min(there) > 0
        steer(new[0], only(2))
        assert taken([*old, *new]) == [0, 0, 50, 0]
        old[0].close()
        assert taken([old[1], *new])[0] == 0
        old[1].close()
        assert min(taken(new)) > 0
