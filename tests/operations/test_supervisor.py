"""The supervisor of the processes: what it starts ends with it, and is started again when it dies."""

import time
from contextlib import suppress

import pytest

from forum.operations.serve import Supervisor
from forum.operations.serve.processes import START

PATIENCE = 20  # seconds


def until(true):
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_running(pid):
    """Whether the process is there, and not merely waiting to be buried."""
    with suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.fixture
def supervisor(tmp_path):
    """A supervisor of a process that starts another and then says that it is ready, once it may."""
    script = f"sleep 600 & echo $! >> {tmp_path}/children; until [ -e {tmp_path}/may ]; do sleep 0.05; done"
    web = ["sh", "-c", f"{script}; echo > /proc/self/fd/$TERTULIA_READY; wait"]
    supervisor = Supervisor({"web": web, "worker": ["sleep", "600"]})
    yield supervisor
    supervisor.end_all()


@pytest.fixture
def children(supervisor, tmp_path):
    """The processes that were started by those that the supervisor started, as far as they are known."""
    noted = tmp_path / "children"

    def look():
        supervisor.keep_running("web")
        return noted.read_text().split() if noted.exists() else []

    return look


def kill(supervisor):
    """End the process as the system does where memory is short."""
    supervisor.running["web"].process.kill()
    supervisor.running["web"].process.wait()


def test_what_a_killed_process_had_started_serves_until_there_is_a_successor(supervisor, children, tmp_path):
    until(lambda: len(children()) == 1)
    kill(supervisor)
    until(lambda: len(children()) == 2)
    first, second = children()
    assert is_running(first)
    (tmp_path / "may").touch()
    until(lambda: children() and not is_running(first))
    assert is_running(second)
    until(lambda: children() and not supervisor.leftovers["web"])


def test_whatever_was_started_ends_with_the_supervisor(supervisor, children, tmp_path):
    until(lambda: len(children()) == 1)
    kill(supervisor)
    until(lambda: len(children()) == 2)
    supervisor.end_all()
    until(lambda: not any(is_running(child) for child in (tmp_path / "children").read_text().split()))


def test_the_worker_starts_once_the_web_server_serves(supervisor, children, tmp_path):
    until(lambda: len(children()) == 1)
    supervisor.keep_running("worker")
    assert "worker" not in supervisor.running
    (tmp_path / "may").touch()
    until(lambda: supervisor.keep_running("worker") or "worker" in supervisor.running)


def test_the_worker_starts_after_a_while_where_no_web_server_can(supervisor, children):
    until(lambda: len(children()) == 1)
    supervisor.began -= START + 1
    supervisor.keep_running("worker")
    assert "worker" in supervisor.running


def test_a_worker_that_dies_is_started_again_whether_pages_are_served_or_not(supervisor, children):
    supervisor.began -= START + 1
    children(), supervisor.keep_running("worker")
    supervisor.began = time.monotonic()
    first = supervisor.running["worker"].process
    first.kill(), first.wait()
    supervisor.keep_running("worker")
    assert supervisor.running["worker"].process.pid != first.pid
