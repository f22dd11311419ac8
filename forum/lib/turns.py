"""Taking turns at writing to SQLite.

SQLite's own waiting is by polling: under eight writers one can miss its chance until its patience ends.
A lock on a file beside the database queues them instead, in order, and is free as soon as its holder is gone.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from forum.extensions import db


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait for this transaction's turn. PostgreSQL needs none: it locks rows."""
    url = db.session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with open(f"{url.database}.turn", "ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
