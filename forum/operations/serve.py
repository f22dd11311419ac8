"""The production server and the background worker, under one supervisor."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from config import ROOT
from forum.lib.logs import log

GRACE = 10.0  # seconds that a process gets to finish what it is doing


class CannotListen(OSError):
    """Nobody can be served at this address and port."""


def check_free(host: str, port: int) -> None:
    """Raise CannotListen unless the port is free: the web server would share it with whoever has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as failure:
        why = str(failure.strerror).partition(" (")[0]
        raise CannotListen(f"{host}:{port} cannot be listened on: {why}") from None


def web_command(host: str, port: int, workers: int) -> list[str]:
    """The command line of the web server."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": "4",
        "--log-level": "warning",
    }
    flat = [part for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", *flat, "--no-ws", "--respawn-failed-workers", "forum.web:app"]


def worker_command() -> list[str]:
    """The command line of the background worker."""
    return [sys.executable, "-m", "forum", "worker"]


class Supervisor:
    """Keeps its processes running until it is told to stop, and then ends them all."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stopping = False

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; 0 then."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        while not self.stopping:
            for name in self.commands:
                self.keep_running(name)
            time.sleep(0.2)
        self.end_all()
        return 0

    def keep_running(self, name: str) -> None:
        """Start the process, or start it again if it ended."""
        process = self.running.get(name)
        if process is not None and process.poll() is None:
            return
        if process is not None:
            log.error("process ended", process=name, status=process.returncode)
            signal_group(process, signal.SIGKILL)  # what it started outlives it, and would go on serving
            time.sleep(0.5)
        if not self.stopping:
            self.running[name] = subprocess.Popen(
                self.commands[name], cwd=ROOT, start_new_session=True, env=os.environ.copy()
            )

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Stop at the next look."""
        self.stopping = True

    def end_all(self) -> None:
        """Ask every process to end, and end those that don't in time, with all that they started."""
        for process in self.running.values():
            signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in self.running.values():
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("process killed", pid=process.pid)
            signal_group(process, signal.SIGKILL)
            process.wait()


def signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
