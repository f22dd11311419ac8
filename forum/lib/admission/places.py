"""A bounded number of places, and the lines of those who wait for one."""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """How many may wait at once, and how many seconds each."""

    longest: int
    patience: float


class Places:
    """Places for so many at once. Who finds none waits in a line; the first line is served before the next.

    Safe among threads.
    """

    def __init__(self, number: int, lines: Sequence[Line] = ()) -> None:
        self.free, self.lines = number, lines
        self.waiting: list[deque[threading.Event]] = [deque() for _ in lines]
        self.lock = threading.Lock()

    @contextmanager
    def place(self, line: int | None = None) -> Iterator[bool]:
        """Whether there is a place, held until the block ends. Without a line nobody waits."""
        there = self.enter(line)
        try:
            yield there
        finally:
            if there:
                self.leave()

    def enter(self, line: int | None) -> bool:
        """Take a place, waiting for one if need be."""
        with self.lock:
            if self.free:
                self.free -= 1
                return True
            if line is None or len(self.waiting[line]) >= self.lines[line].longest:
                return False
            called = threading.Event()
            self.waiting[line].append(called)
        if called.wait(self.lines[line].patience):
            return True
        with self.lock:
            if not called.is_set():  # called at the last moment, it would have the place
                self.waiting[line].remove(called)
            return called.is_set()

    def leave(self) -> None:
        """Give the place to who waits first, or back."""
        with self.lock:
            for line in self.waiting:
                if line:
                    line.popleft().set()
                    return
            self.free += 1
