"""How far a rebuild is, for who looks after the site: in a file of the data folder, locked while it runs."""

import fcntl
import os
from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from forum.search.documents import count_findable
from forum.search.jobs.chosen import folder

Progress = Callable[[int], object]


class Rebuilding(NamedTuple):
    """How many posts the new index holds, and how many it is to hold."""

    done: int
    expected: int


class Telling:
    """Tells of one rebuild from `begin` on, until it is left. The lock is free however the process ends."""

    def __init__(self) -> None:
        self.file: BinaryIO | None = None
        self.done = self.expected = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.file:
            self.file.close()

    def begin(self, progress: Progress) -> Progress:
        """What hears of more posts, writes it down and tells `progress`. Nobody else may be rebuilding."""
        path = folder() / "rebuilding-now"
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.expected = count_findable()
        self.file = path.open("ab")
        fcntl.flock(self.file, fcntl.LOCK_EX)
        self.write(0)

        def tell(more: int) -> None:
            self.write(more)
            progress(more)

        return tell

    def write(self, more: int) -> None:
        """So many more posts are in the new index."""
        self.done += more
        if self.file:
            self.file.truncate(0)
            os.write(self.file.fileno(), f"{self.done} {self.expected}".encode())


def rebuild_under_way() -> Rebuilding | None:
    """How far the rebuild is that is under way with this data folder; None if there is none."""
    try:
        with (folder() / "rebuilding-now").open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                figures = file.read().split()
                return Rebuilding(*map(int, figures)) if len(figures) == 2 else Rebuilding(0, 0)
    except OSError:
        pass
    return None
