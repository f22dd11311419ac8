"""`make`, as an operator uses it."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.servers import ROOT, Server, until

pytestmark = pytest.mark.long


def outside_make(environment):
    """The environment of a shell where nobody is in the middle of another `make`."""
    return {name: value for name, value in environment.items() if not name.startswith(("MAKE", "MFLAGS"))}


def processes_of(server):
    """Ids of the processes that work on this server's data folder."""
    mine = f"FORUM_DATA_DIR={server.folder}\0".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mine in (folder / "environ").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


@pytest.fixture
def forum(tmp_path):
    """What `make run` would serve from an empty data folder; nothing of it is left afterwards."""
    server = Server(tmp_path, {"DEMO": "0", "WORKERS": "1"})
    yield server
    for process in processes_of(server):
        os.kill(process, signal.SIGKILL)


def start(server):
    """`make run` in a terminal of its own."""
    with (server.folder / "server.log").open("wb") as log:
        return subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=outside_make(server.environment),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def test_make_alone_lists_every_target_on_a_line():
    listed = subprocess.run(
        ["make"], cwd=ROOT, env=outside_make(os.environ), capture_output=True, text=True, check=True
    ).stdout
    names = [line.split()[0] for line in listed.splitlines()]
    assert {
        "run",
        "test",
        "test-fast",
        "bench",
        "bench-guard",
        "bench-peers",
        "soak",
        "lint",
        "lock",
        "translations",
    } <= {*names}
    assert all(re.match(r"[a-z-]+ +\S", line) for line in listed.splitlines())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_make_run_serves_and_ctrl_c_stops_all_it_started(forum, number):
    shell = start(forum)
    forum.wait_until_healthy()
    assert f"http://127.0.0.1:{forum.port}/" in forum.log()
    assert len(processes_of(forum)) >= 4  # make, supervisor, web, worker
    os.killpg(shell.pid, number)
    shell.wait(30)
    until(lambda: not processes_of(forum), "every process has ended")


def test_the_demo_is_refused_where_others_could_reach_it(forum):
    forum.settings |= {"DEMO": "1", "HOST": "0.0.0.0"}
    shell = start(forum)
    assert shell.wait(60) != 0
    assert "DEMO=0" in forum.log()


def test_a_wrong_setting_stops_the_start_with_one_line(forum):
    forum.settings["FORUM_LANGUAGE"] = "klingon"
    shell = start(forum)
    assert shell.wait(60) != 0
    assert "FORUM_LANGUAGE" in forum.log()
    assert "Traceback" not in forum.log()


def test_no_lock_holds_an_address():
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        assert not re.search(r"https?://|\"resolved\"|--(extra-)?index-url", (ROOT / name).read_text()), name
