"""Who keeps the processes running, replaces them and ends them."""

import contextlib
import os
import signal
import subprocess
import time
from types import FrameType

from forum.lib.readiness import LEAVE
from forum.operations.serve.processes import DRAINED, GRACE, START, Leftover, Running, children, signal_group
from forum.operations.serve.saying import say

LOOK = 0.1  # seconds between two looks at the processes
SHORT_LIFE, PAUSE = 5.0, 0.5  # seconds: who lives no longer is started again only after a pause


class Supervisor:
    """Keeps its processes running until it is told to stop, and then ends them all.

    The first of the commands is what people wait for: the others start once it serves.
    """

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands, self.first = commands, next(iter(commands))
        self.began = time.monotonic()
        self.running: dict[str, Running] = {}
        self.leftovers: dict[str, list[Leftover]] = {name: [] for name in commands}
        self.stopping = self.replacing = False

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; 0 then. SIGHUP replaces what runs, if no terminal is gone."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        signal.signal(signal.SIGHUP, self.stop if os.isatty(0) else self.replace_soon)
        signal.signal(LEAVE, signal.SIG_IGN)  # handed down: who does not listen yet need not die of it
        while not self.stopping:
            for name in self.commands:
                self.keep_running(name)
            if self.replacing:
                self.replacing = False
                self.replace()
            time.sleep(LOOK)
        self.end_all()
        return 0

    def keep_running(self, name: str) -> None:
        """Start the process, or start it again if it ended; what it left behind ends after that."""
        one = self.running.get(name)
        if one is not None and one.process.poll() is None:
            lefts = self.leftovers[name]
            self.leftovers[name] = [left for left in lefts if not (one.serves(left.stays) and left.end())]
            return
        if one is not None:
            self.bury(name, one)
        if not self.stopping and self.is_due(name):
            self.running[name] = Running.start(self.commands[name])

    def is_due(self, name: str) -> bool:
        """Whether it is time for a process; for those that wait, after a while also if nothing serves."""
        if name == self.first or name in self.running:
            return True
        return self.running[self.first].serves(0.0) or time.monotonic() - self.began > START

    def bury(self, name: str, one: Running) -> None:
        """Note that a process ended, and what it may have left behind."""
        one.forget()
        self.leftovers[name].append(Leftover(one.process))
        if one.is_asked:
            return
        say("process ended", "error", process=name, status=one.process.returncode)
        if one.age < SHORT_LIFE:
            time.sleep(PAUSE)

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Stop at the next look."""
        self.stopping = True

    def replace_soon(self, number: int, frame: FrameType | None) -> None:
        """Replace what runs at the next look."""
        self.replacing = True

    def replace(self) -> None:
        """Start another web server beside the one that leaves, which takes nobody new from when the other
        listens; the worker ends its job and starts anew.
        """
        say("processes are replaced", "info")
        for name, one in list(self.running.items()):
            if name != "web":
                one.is_asked = True
                one.process.send_signal(signal.SIGINT)
                continue
            for child in children(one.process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, LEAVE)
            one.forget()
            self.leftovers[name].append(Leftover(one.process, stays=DRAINED))
            self.running[name] = Running.start(self.commands[name])

    def end_all(self) -> None:
        """Ask every process to end, and end those that don't in time, with all that they started."""
        left = [left.process.pid for lefts in self.leftovers.values() for left in lefts]
        for group in (*left, *(one.process.pid for one in self.running.values())):
            signal_group(group, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for one in self.running.values():
            try:
                one.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say("process killed", "warning", pid=one.process.pid)
            signal_group(one.process.pid, signal.SIGKILL)
            one.process.wait()
            one.forget()
        for group in left:
            signal_group(group, signal.SIGKILL)
        self.running.clear()
