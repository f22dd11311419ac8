"""How the index stands against the database, for who looks after the site."""

import time
from dataclasses import dataclass
from datetime import timedelta

from forum.debates.queries.rendering import count_made_by_older
from forum.search.documents import count_behind, count_findable
from forum.search.engine import IndexMissing
from forum.search.jobs import Rebuilding, caught_up, engine, rebuild_under_way

LATE = timedelta(minutes=5)
MANY = 200_000  # posts from which on Whoosh is no longer the engine to have


@dataclass(frozen=True)
class Status:
    """The figures. `size` is in bytes; `since` is how long something has been waiting, at most; `rebuilding`
    how far a rebuild is, if one is under way; `to_render` counts the posts that an older renderer made."""

    engine: str
    indexed: int
    expected: int
    pending: int
    size: int
    since: timedelta | None
    missing: bool
    rebuilding: Rebuilding | None = None
    to_render: int = 0

    @property
    def outgrown(self) -> bool:
        """Whether there are more posts than this engine is good for."""
        return self.engine == "whoosh" and self.expected > MANY

    @property
    def minutes(self) -> int:
        """How many minutes something has been waiting, at most."""
        return int((self.since or timedelta()).total_seconds() // 60) + 1

    @property
    def late(self) -> bool:
        """Whether something has been waiting for longer than the worker needs."""
        return self.since is not None and self.since > LATE

    @property
    def astray(self) -> bool:
        """Whether the index says to be up to date and is not."""
        return not self.missing and not self.pending and self.indexed != self.expected


def status() -> Status:
    """The figures of now."""
    pending = count_behind()
    try:
        indexed, size, missing = engine().count(), engine().size(), False
    except IndexMissing:
        indexed, size, missing = 0, 0, True
    since = waiting() if pending else None
    return Status(
        engine().name,
        indexed,
        count_findable(),
        pending,
        size,
        since,
        missing,
        rebuild_under_way(),
        count_made_by_older(),
    )


def waiting() -> timedelta | None:
    """How long ago the worker of this data folder last saw that nothing waited; None if it never did."""
    try:
        return timedelta(seconds=max(0.0, time.time() - caught_up().stat().st_mtime))
    except OSError:
        return None
