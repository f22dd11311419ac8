"""Pages that are kept, in a bounded space, and who makes one that is not there."""

import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

from forum.lib.pages.showing import Revisions

LONGEST = 300.0  # seconds that a page is kept, whatever happens
WAIT = 10.0  # seconds that the others wait for whoever makes a page
WAITING = 48  # how many wait so at once, for any page
BESIDE = 2_000  # bytes that a page takes besides its body


@dataclass
class Kept(ABC):
    """What was made from these revisions. `checked`: the version of the database at which it last held."""

    revisions: Revisions
    checked: bytes | None = field(default=None, kw_only=True)
    made: float = field(default_factory=time.monotonic, kw_only=True)

    @property
    @abstractmethod
    def size(self) -> int:
        """The bytes that it takes, about."""

    def is_of(self, revisions: Revisions) -> bool:
        """Whether it was made from these revisions, or some of them."""
        return self.revisions.items() <= revisions.items()

    @property
    def is_old(self) -> bool:
        """Whether it is to be made again although nothing is known to have changed."""
        return time.monotonic() - self.made > LONGEST


@dataclass
class Entry(Kept):
    """A page as it was answered."""

    body: bytes
    headers: Sequence[tuple[str, str]]
    etag: str
    route: str

    @property
    def size(self) -> int:
        return len(self.body) + BESIDE


class Turn(Enum):
    """How somebody comes to a page that is not there."""

    FIRST = auto()  # they are to make it
    WAITED = auto()  # somebody else made it meanwhile, or could not
    PASSED = auto()  # somebody else is to make it, and too many wait for that


class Making(threading.Event):
    """Set once a page was made. `begun`: whether whoever makes it is past the door, and at it."""

    begun = False


class Store:
    """Pages by key, those asked for longest ago let go first. Safe among threads."""

    def __init__(self, space: int) -> None:
        self.space, self.used = space, 0
        self.largest = space // 10  # of one page
        self.entries: OrderedDict[Hashable, Kept] = OrderedDict()
        self.making: dict[Hashable, Making] = {}
        self.places = threading.BoundedSemaphore(WAITING)
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """The page kept under a key."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is not None:
                self.entries.move_to_end(key)
            return entry

    def put(self, key: Hashable, entry: Kept) -> None:
        """Keep a page, if it is no larger than a tenth of the space."""
        if entry.size > self.largest:
            return
        with self.lock:
            old = self.entries.pop(key, None)
            self.used += entry.size - (old.size if old else 0)
            self.entries[key] = entry
            while self.used > self.space:
                self.used -= self.entries.popitem(last=False)[1].size

    def drop(self, key: Hashable, entry: Kept) -> None:
        """Let a page go, unless another came in its place."""
        with self.lock:
            if self.entries.get(key) is entry:
                del self.entries[key]
                self.used -= entry.size

    def begin(self, key: Hashable, turn: Turn) -> None:
        """Begin to make the page of a key, past the door; who passed by waits if the first one is at it.

        Who waits for one that is still before the door may be what keeps it there.
        """
        with self.lock:
            one = self.making.get(key)
        if one and turn is Turn.FIRST:
            one.begun = True
        elif one and one.begun and turn is Turn.PASSED:
            one.wait(WAIT)

    @contextmanager
    def turn(self, key: Hashable) -> Iterator[Turn]:
        """Who is to make the page of a key: the first who comes, at once; others wait until that is done."""
        with self.lock:
            other = self.making.get(key)
            if other is None:
                mine = self.making[key] = Making()
        if other is not None:
            yield self.waited(other)
            return
        try:
            yield Turn.FIRST
        finally:
            with self.lock:
                del self.making[key]
            mine.set()

    def waited(self, other: Making) -> Turn:
        """Wait until somebody has made a page; not where too many wait."""
        if not self.places.acquire(blocking=False):
            return Turn.PASSED
        try:
            other.wait(WAIT)
        finally:
            self.places.release()
        return Turn.WAITED
