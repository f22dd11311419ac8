"""The processes that serve: those that run, and those that are left until others took their place."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from config import ROOT
from forum.lib.readiness import READY
from forum.operations.serve.commands import IDLE

GRACE = 10.0  # seconds that a process gets to finish what it is doing
START = 60.0  # seconds after which a process is taken to be ready
SETTLED = 1.0  # seconds between saying so and listening, at most
DRAINED = SETTLED + IDLE + 1  # seconds until nobody is connected any more to who takes nobody new
MEMORY = {  # of glibc: what many threads and large pictures took is given back
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}


@dataclass
class Running:
    """A process that was started, and the end of a pipe in which it says that it is ready."""

    process: subprocess.Popen[bytes]
    told: int
    began: float = field(default_factory=time.monotonic)
    ready: float | None = None  # since when
    is_asked: bool = False  # whether it was asked to end

    @classmethod
    def start(cls, command: list[str]) -> "Running":
        """Start a command in a session of its own."""
        told, tells = os.pipe()
        os.set_blocking(told, False)
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            start_new_session=True,
            pass_fds=[tells],
            env={**MEMORY, **os.environ, READY: str(tells)},
        )
        os.close(tells)
        return cls(process, told)

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.began

    def serves(self, since: float = SETTLED) -> bool:
        """Whether it said that it is ready, so many seconds ago; it is taken to be after a while."""
        if self.ready is None:
            with contextlib.suppress(BlockingIOError):
                self.ready = time.monotonic() if os.read(self.told, 1) else None
            return self.age > START
        return time.monotonic() - self.ready > since

    def forget(self) -> None:
        """Listen to it no longer."""
        os.close(self.told)


@dataclass
class Leftover:
    """A process that is replaced or died, with all that it started: it serves until its successor does."""

    process: subprocess.Popen[bytes]
    stays: float = SETTLED  # seconds beside its successor
    ends: float | None = None  # when it is ended, if it was asked to end by itself

    def end(self) -> bool:
        """Ask it to end, and later end it; gives whether that was done."""
        group, _ = self.process.pid, self.process.poll()
        if self.ends is None:
            self.ends = time.monotonic() + GRACE
            return not signal_group(group, signal.SIGTERM)
        if time.monotonic() < self.ends:
            return not signal_group(group, 0)
        signal_group(group, signal.SIGKILL)
        self.process.wait()
        return True


def children(pid: int) -> list[int]:
    """The processes that a process started, where the system tells."""
    with contextlib.suppress(FileNotFoundError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []


def signal_group(group: int, number: int) -> bool:
    """Send a signal to a process and all that it started; whether there was anybody."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True
