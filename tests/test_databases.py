"""What the tests run on leaves nothing behind, however a run ends."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.servers import ROOT, until

A_RUN = """
from tests.databases import Postgres
server = Postgres()
print(server.folder, server.server.get_pid(), flush=True)
input()
"""


@pytest.mark.postgres
@pytest.mark.long
def test_a_killed_run_takes_its_server_along():
    command = [sys.executable, "-c", A_RUN]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        folder, pid = run.stdout.readline().split()
        assert psutil.pid_exists(int(pid))
        run.kill()
    until(lambda: not psutil.pid_exists(int(pid)) and not Path(folder).exists(), "the server is gone")
