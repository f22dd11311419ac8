"""Servers of other forums, each in a group of its own, ended by its id."""

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 20.0  # seconds that one gets to end


@contextmanager
def started(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[int]:
    """A process and what it starts, until the block ends; gives its id."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            command, env=environment, cwd=log.parent, stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
