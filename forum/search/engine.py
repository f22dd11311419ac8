"""What an engine is to the rest of the room: nothing outside it knows which one answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from forum.search.query import Query

MOST = 1000  # results that are counted; beyond, the reader reads «más de 1.000»


@dataclass(frozen=True)
class Document:
    """A post as it is indexed."""

    post_id: int
    group_id: int  # 0 for an entry in no group
    kind: str
    author: str  # the username's key, or empty
    tags: tuple[str, ...]  # slugs
    groups: tuple[str, ...]  # the group's slug, if it has one
    day: date
    created: datetime
    title: str
    text: str


@dataclass(frozen=True)
class Found:
    """Ids of posts, the best first; `relaxed` if not every word had to be there."""

    post_ids: Sequence[int]
    capped: bool = False
    relaxed: bool = False


class IndexMissing(Exception):
    """There is no index that can be read: the worker makes a new one."""


class IndexBusy(Exception):
    """Another process is writing to the index."""


class Engine(Protocol):
    """An index of posts."""

    def search(self, query: Query, groups: frozenset[int] | None, order: str) -> Found:
        """At most MOST posts that the query finds in these groups (None: in all). Raises IndexMissing."""

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Put documents in, in place of older ones, and take posts out. Raises IndexMissing, IndexBusy."""

    def create(self) -> None:
        """Begin with an empty index."""

    def rebuild(self, documents: Iterable[Document]) -> Callable[[], None]:
        """Build a new index beside the old one; what is given puts it in its place."""

    def count(self) -> int:
        """How many posts the index holds. Raises IndexMissing."""
