"""What an engine is to the rest of the room: nothing outside it knows which one answers."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from forum.search.query import Node

FACETS = ("kind", "group", "tag", "author", "year")
KINDS = ("debate", "entry", "question", "poll", "manifesto", "course")


@dataclass(frozen=True)
class Document:
    """A post as it is indexed. Groups, tags and people stand as ids: a rename changes nothing here."""

    post_id: int
    thread_id: int
    group_id: int  # 0 for an entry in no group
    number: int
    kind: str
    author: str  # `u12`, or `n-somebody` without an account
    tags: tuple[str, ...]
    day: date
    created: datetime
    title: str
    text: str
    language: str = "es"
    picked: bool = False  # by moderators


@dataclass(frozen=True)
class Scope:
    """Where a reader may look: in these groups, 0 among them for what stands in no group.

    `behind` are posts that changed since they were indexed: they are neither found nor counted.
    """

    groups: frozenset[int]
    behind: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Search:
    """What to look for: posts that the tree describes, its filters as the index knows them.

    `order`: relevance, newest, oldest; or activity, replies, which are of threads: an engine that does not
    follow the database finds in `thread_places` where each stands, the first one's place being the highest.
    At most `limit` hits; with `threads`, an answer that is capped goes on with a post of each other thread,
    until `limit` threads. With `relax`, most of the words will do if no post has them all. With `facets`,
    the answer counts them. What is in the reader's `language` comes first.
    """

    tree: Node | None
    scope: Scope
    order: str = "relevance"
    limit: int = 1000
    relax: bool = False
    threads: bool = False
    facets: bool = False
    language: str = "es"
    thread_places: Mapping[int, int] = field(default_factory=dict)


class Hit(NamedTuple):
    """A post that was found, and its thread."""

    post_id: int
    thread_id: int
    score: float = 0.0


Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Found:
    """The hits, the best first, and how many there are in all.

    `capped` if there are more hits than are given; `uncounted` if posts and threads were not counted to the
    end; `relaxed` if not every word had to be there. `facets`: of each of FACETS its commonest values as the
    index knows them, and how many of the posts found have each.
    """

    hits: Sequence[Hit]
    posts: int = 0
    threads: int = 0
    capped: bool = False
    uncounted: bool = False
    relaxed: bool = False
    facets: Mapping[str, Counts] = field(default_factory=dict)


class IndexMissing(Exception):
    """There is no index that can be read: the worker makes a new one."""


class IndexBusy(Exception):
    """Somebody else is writing to the index."""


LaterThan = Callable[[int], Iterable[Iterable[Document]]]
"""Gives the documents of the posts whose ids are higher than one, in the order of ids, some at a time."""


class Engine(Protocol):
    """An index of posts."""

    name: str
    follows: bool  # whether it knows by itself which posts changed since they were indexed

    def search(self, search: Search) -> Found:
        """What is found. Raises IndexMissing."""

    def similar(self, text: str, scope: Scope, limit: int, language: str = "es") -> Sequence[Hit]:
        """Opening posts that share the rarest words of a text, the nearest first. Raises IndexMissing."""

    def alone(self) -> AbstractContextManager[object]:
        """Keep every other writer out meanwhile. Raises IndexBusy if one is in for long."""

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        """Put documents in, in place of older ones, and take posts out. Raises IndexMissing, IndexBusy."""

    def rebuild(self, documents: LaterThan, forget: Callable[[Sequence[int]], object]) -> None:
        """Build a new index beside the old one, which serves meanwhile, and put it in its place.

        What `documents` gives is committed before more is asked for: a build that was stopped goes on after
        the highest post that it had committed, 0 if there is none. `forget` gets the posts that went into
        the old index meanwhile, before the new one serves. Raises IndexBusy if somebody else is at it.
        """

    def is_sound(self) -> bool:
        """Whether the index can be read; all of it is read only if a search had trouble with it."""

    def post_ids(self) -> "array[int]":
        """The posts that the index holds, in order, a few bytes each. Raises IndexMissing."""

    def count(self) -> int:
        """How many posts the index holds. Raises IndexMissing."""

    def size(self) -> int:
        """How many bytes the index that serves takes on disk. Raises IndexMissing."""
