"""Taking turns at writing to SQLite.

SQLite's own waiting is by polling: under eight writers one can miss its chance until its patience ends.
A lock on a file beside the database queues them instead, in order, and is free as soon as its holder is gone.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from forum.extensions import db

A_MOMENT = 0.1  # seconds that a write waits which may as well be lost
PACE = 0.01


class Busy(Exception):
    """Others are writing, and this write does not wait for them."""


@contextmanager
def turn_to_write(*, patient: bool = True) -> Iterator[None]:
    """Wait for this transaction's turn; a moment at most unless `patient`, then raise Busy.

    PostgreSQL needs none: it locks rows.
    """
    url = db.session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with open(f"{url.database}.turn", "ab") as queue:
        if patient:
            fcntl.flock(queue, fcntl.LOCK_EX)
        else:
            hold_soon(queue)
        yield


def hold_soon(queue: BinaryIO) -> None:
    """Hold the lock if it is free within a moment; else raise Busy."""
    deadline = time.monotonic() + A_MOMENT
    while True:
        try:
            return fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise Busy("somebody else is writing") from None
        time.sleep(PACE)
