"""How a process says to whoever started it that it is ready, and is told that another takes its place."""

import os
import signal
from contextlib import suppress

READY = "TERTULIA_READY"  # in the environment: the number of a file in which to say so
WORKERS = "TERTULIA_WORKERS"  # in the environment: how many web processes there are
LEAVE = signal.SIGUSR1


def ready() -> None:
    """Say so, if anybody wants to hear it."""
    with suppress(KeyError, ValueError, OSError):
        os.write(int(os.environ[READY]), b".")
