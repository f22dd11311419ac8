"""The real program, started as an operator starts it, for tests that use it from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
COMMUNITY = ("seed", "--users", "20", "--threads", "20", "--posts", "600", "--longest", "100")
PATIENCE = 60.0  # seconds until a server that does not answer is a failure


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """A running forum with a data folder of its own."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        around = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
        mine = {"FORUM_DATA_DIR": str(self.folder), "FORUM_RATE_LIMITS": "off", "PORT": str(self.port)}
        return {**around, **mine, **self.settings}

    def command(self, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run `python -m forum …` on this forum's data."""
        return subprocess.run(
            [sys.executable, "-m", "forum", *words],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def python(self, code: str) -> None:
        """Run a few lines of Python on this forum's data; a failure fails the test."""
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr

    def start(self, workers: int = 1, *, demo: bool = False) -> None:
        """Migrate and serve, with the demo community if asked; returns once it answers."""
        if not demo:
            assert self.command("db", "upgrade").returncode == 0
        self.serve(workers, *(["--prepare"] if demo else []))
        self.wait_until_healthy()

    def start_with_community(self) -> None:
        """Serve a small community with two web processes."""
        assert self.command("db", "upgrade").returncode == 0
        assert self.command(*COMMUNITY).returncode == 0
        self.start(workers=2)

    def serve(self, workers: int = 1, *more: str) -> None:
        """Begin to serve."""
        command = ["serve", "--port", str(self.port), "--workers", str(workers), *more]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "forum", *command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_healthy(self) -> None:
        """Wait until /health answers; fail with the server's log if it does not in time."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise AssertionError(f"no answer in {PATIENCE} s:\n{self.log()}")

    def stop(self) -> None:
        """Stop as Ctrl-C does."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            self.process = None

    def crash(self) -> None:
        """Be gone at once, with every process of it, as in a power cut."""
        if self.process is None:
            return
        first = psutil.Process(self.process.pid)
        for process in [first, *first.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        self.process = None

    def log(self) -> str:
        """What the server said so far."""
        return (self.folder / "server.log").read_text(errors="replace")


def until(condition, what: str, patience: float = 20.0):
    """The first true value of `condition()`, asked until it is true; fails after `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not in {patience} s: {what}")
