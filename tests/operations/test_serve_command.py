"""`serve`: what it tells the processes that it starts; and a database that nobody migrated."""

import re
import socket
import urllib.request

import pytest

from tests.servers import Server, free_port

pytestmark = pytest.mark.long  # a server is started


@pytest.fixture
def forum(tmp_path):
    """A forum of its own, stopped afterwards."""
    server = Server(tmp_path)
    yield server
    server.stop()


def test_addresses_carry_the_port_that_serve_was_given(forum):
    forum.settings["PORT"] = str(free_port())
    forum.start()
    with urllib.request.urlopen(f"{forum.url}/") as answer:
        page = answer.read().decode()
    assert re.search(r'rel="canonical" href="([^"]*)"', page)[1] == f"{forum.url}/"


def test_a_port_that_is_taken_is_told_in_one_line_and_nobody_shares_it(forum):
    assert forum.command("db", "upgrade").returncode == 0
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server of another forum does
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = forum.command("serve", "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(f"Error: 127.0.0.1:{port} ")
    assert done.stderr.count("\n") == 1


def test_a_database_that_was_not_migrated_is_one_line(forum):
    done = forum.command("search", "status", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert done.stderr.count("\n") == 1
    assert "db upgrade" in done.stderr


def test_the_first_start_loads_the_demo_and_each_start_prints_its_sign_ins_once(forum):
    forum.start(demo=True)
    forum.stop()
    assert forum.log().count("hortensia") == 1
    forum.start(demo=True)
    assert forum.log().count("hortensia") == 2
