"""What an engine is to the rest of the room: nothing outside it knows which one answers."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from forum.search.query import Node


@dataclass(frozen=True)
class Document:
    """A post as it is indexed. Groups, tags and people stand as ids: a rename changes nothing here."""

    post_id: int
    thread_id: int
    group_id: int  # 0 for an entry in no group
    number: int
    kind: str
    author: str
    tags: tuple[str, ...]
    day: date
    created: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Narrowing:
    """Every result has one of these values in that field (kind, group, tag, author); or none of them."""

    field: str
    values: frozenset[str]
    negative: bool = False


@dataclass(frozen=True)
class Scope:
    """What every result must be, whatever its words. Both days are included.

    `groups` are all those where the reader may look, 0 among them for what stands in no group.
    """

    groups: frozenset[int]
    narrowings: tuple[Narrowing, ...] = ()
    since: date | None = None
    until: date | None = None


class Hit(NamedTuple):
    """A post that was found, and its thread."""

    post_id: int
    thread_id: int
    score: float = 0.0


@dataclass(frozen=True)
class Found:
    """The hits, the best first; `capped` if there are more; `relaxed` if not every word had to be there."""

    hits: Sequence[Hit]
    capped: bool = False
    relaxed: bool = False


class IndexMissing(Exception):
    """There is no index that can be read: the worker makes a new one."""


class IndexBusy(Exception):
    """Somebody else is writing to the index."""


class Engine(Protocol):
    """An index of posts."""

    name: str

    def search(
        self, words: Node | None, scope: Scope, order: str, limit: int, *, relax: bool, threads: bool
    ) -> Found:
        """At most `limit` posts with these words in this scope, by `order`: relevance, newest, oldest.

        With `relax`, most of the words will do if no post has them all. With `threads`, a capped answer goes
        on with a post of each other thread, until `limit` threads. Raises IndexMissing.
        """

    def alone(self) -> AbstractContextManager[object]:
        """Keep every other writer out meanwhile. Raises IndexBusy if one is in for long."""

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Put documents in, in place of older ones, and take posts out. Raises IndexMissing, IndexBusy."""

    def rebuild(self, documents: Iterable[Document], forget: Callable[[Sequence[int]], object]) -> None:
        """Build a new index beside the old one, which serves meanwhile, and put it in its place.

        `forget` gets the posts that went into the old one meanwhile, before the new one serves. Raises
        IndexBusy if somebody else is at it.
        """

    def is_sound(self) -> bool:
        """Whether the index can be read; all of it is read only if a search had trouble with it."""

    def post_ids(self) -> list[int]:
        """The posts that the index holds. Raises IndexMissing."""

    def count(self) -> int:
        """How many posts the index holds. Raises IndexMissing."""
