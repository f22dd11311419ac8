"""A server that does not answer: not everybody waits to find out."""

import time
from threading import Lock

PAUSE = 5.0  # seconds after which one more tries


class Silence:
    """Remembers that a server was silent: for a while nobody asks it, then one tries again.

    Without it, those who ask in vain would hold every thread that makes pages.
    """

    def __init__(self, pause: float | None = None) -> None:
        self.lock, self.until, self.why = Lock(), 0.0, ""
        self.pause = PAUSE if pause is None else pause

    def holds(self) -> bool:
        """Whether it was silent just now. The first who asks after the pause is to try."""
        with self.lock:
            now = time.monotonic()
            if now < self.until:
                return True
            if self.why:
                self.until = now + self.pause
            return False

    def begin(self, why: str) -> None:
        """It did not answer."""
        with self.lock:
            self.until, self.why = time.monotonic() + self.pause, why

    def end(self) -> None:
        """It answered."""
        with self.lock:
            self.until, self.why = 0.0, ""
