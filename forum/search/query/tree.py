"""The tree of a query. Nothing here knows an engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Word:
    """A word, in any of its forms."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words together and in order."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """Words that begin so; at least four letters."""

    text: str


@dataclass(frozen=True)
class Not:
    """What must not be there."""

    part: "Node"


@dataclass(frozen=True)
class And:
    """All of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class Or:
    """Any of the parts."""

    parts: "tuple[Node, ...]"


Node = Word | Phrase | Prefix | Not | And | Or


@dataclass(frozen=True)
class Filter:
    """`author:ana,eva`: which field must have one of which values; `negative` that it must have none."""

    name: str  # author, tag, group, kind
    values: tuple[str, ...]
    negative: bool = False


@dataclass(frozen=True)
class Query:
    """A whole query; both days are included.

    `typed` are its operators as they were typed; `notes` tell the reader what was not taken.
    """

    words: Node | None = None
    filters: tuple[Filter, ...] = ()
    since: date | None = None
    until: date | None = None
    order: str | None = None
    typed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self.words is None and not self.filters and self.since is None and self.until is None


def words_of(node: Node | None) -> Iterator[Word | Phrase | Prefix]:
    """The words that a text found by the query may hold, without those that it must not."""
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)
