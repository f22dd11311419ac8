"""`make run` for the second time: everything is installed, migrated and there."""

import os
import signal
import subprocess
import time
from pathlib import Path

from bench.community import environment
from bench.figures import Figure, figure
from bench.plan import Plan
from config import ROOT
from tests.servers import Server

LONGEST = 5.0  # seconds


def starting(folder: Path, plan: Plan) -> list[Figure]:
    """Seconds until /health answers."""
    return [figure("make run, second time", [start(folder) for _ in range(plan.rounds)], "s", LONGEST)]


def start(folder: Path) -> float:
    """Start it, wait until it answers, and end all that was started."""
    server = Server(folder)
    around = {name: value for name, value in environment(folder).items() if not name.startswith("MAKE")}
    began = time.perf_counter()
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env={**around, "PORT": str(server.port)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server.wait_until_healthy()
    took = time.perf_counter() - began
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)
    return took
