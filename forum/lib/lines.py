"""Lines of the log that are written together: each by itself would cost more than the answer it tells of."""

import atexit
import sys
import threading
import time
from collections import deque
from contextlib import suppress

PAUSE = 0.1  # seconds that a line waits for others


class Lines:
    """Lines for standard error, a tenth of a second late; what waits is written when the process ends."""

    def __init__(self) -> None:
        self.waiting: deque[str] = deque()
        self.some = threading.Event()
        self.starting = threading.Lock()
        self.writer: threading.Thread | None = None
        atexit.register(self.write)

    def add(self, line: str) -> None:
        """Have a line written."""
        self.waiting.append(line)
        if not self.some.is_set():
            self.begin()
            self.some.set()

    def begin(self) -> None:
        """See that somebody writes: in the process that serves, whichever imported this."""
        with self.starting:
            if self.writer is None:
                self.writer = threading.Thread(target=self.keep_writing, name="log lines", daemon=True)
                self.writer.start()

    def keep_writing(self) -> None:
        """Write what comes, for as long as the process lives."""
        while True:
            self.some.wait()
            time.sleep(PAUSE)
            self.some.clear()
            self.write()

    def write(self) -> None:
        """Write what waits."""
        lines = []
        with suppress(IndexError):
            while True:
                lines.append(self.waiting.popleft())
        if lines:
            with suppress(OSError, ValueError):  # nobody reads it any more
                sys.stderr.write("".join(lines))


lines = Lines()
