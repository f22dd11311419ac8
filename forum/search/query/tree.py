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
    """Words together and in this order."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """Words that begin so; at least four letters."""

    text: str


@dataclass(frozen=True)
class Filter:
    """`author:ana,eva`: a post whose author, tag, group… is one of the values.

    The parser gives names as people type them, `forum.search.resolving` turns them into what is indexed.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Days:
    """Posts of these days, both included."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class InTitle:
    """A word, phrase or prefix that is to stand in the title of a thread: its opening post is found."""

    part: "Text"


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


Text = Word | Phrase | Prefix
Node = Text | Filter | Days | InTitle | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A whole query.

    `typed` are its operators as they were typed; `notes` tell the reader what was not taken.
    """

    tree: Node | None = None
    order: str | None = None
    typed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self.tree is None


def words_of(node: Node | None) -> Iterator[Text]:
    """The words that a text found by the query may hold, without those that it must not."""
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif isinstance(node, InTitle):
        yield node.part
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """One node of all the parts, without needless brackets; none of none."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
    if len(flat) <= 1:
        return flat[0] if flat else None
    return kind(tuple(flat))
