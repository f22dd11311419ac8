"""The supervisor of the processes: what it starts ends with it, and is started again when it dies."""

import signal
import time
from contextlib import suppress

from forum.operations.serve import Supervisor

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


def test_what_a_killed_process_had_started_ends_before_it_is_started_again(tmp_path):
    noted = tmp_path / "children"
    supervisor = Supervisor({"web": ["sh", "-c", f"sleep 600 & echo $! >> {noted}; wait"]})

    def children():
        return noted.read_text().split() if noted.exists() else []

    try:
        supervisor.keep_running("web")
        until(lambda: len(children()) == 1)
        supervisor.running["web"].send_signal(signal.SIGKILL)
        supervisor.running["web"].wait()
        supervisor.keep_running("web")
        until(lambda: len(children()) == 2)
        until(lambda: not is_running(children()[0]))
        assert is_running(children()[1])
    finally:
        supervisor.end_all()
