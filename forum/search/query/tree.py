"""The tree of a query. Nothing here knows an engine."""

from collections.abc import Iterator, Mapping, Sequence
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
class Typed:
    """An operator among the words: what the page calls it, where it stands in the text, what it means."""

    label: str
    start: int
    end: int
    node: Node | None = None

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True)
class Note:
    """Something that the reader is told about the query; `better` is a query that they may have meant."""

    text: str
    better: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Query:
    """A whole query.

    `text` is what was read; `typed` are the operators in it, and `given` what narrows it from beside;
    `notes` tell the reader what was not taken.
    """

    tree: Node | None = None
    order: str | None = None
    typed: tuple[Typed, ...] = ()
    notes: tuple[Note, ...] = ()
    given: tuple[Node, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return self.tree is None

    def without(self, *typed: Typed) -> str:
        """The text without these operators."""
        return self.replaced(dict.fromkeys(typed, ""))

    def replaced(self, replacements: Mapping[Typed, str]) -> str:
        """The text with other words in the places of these operators."""
        text = self.text
        for one in sorted(replacements, key=lambda typed: -typed.start):
            text = text[: one.start] + replacements[one] + text[one.end :]
        return " ".join(text.split())


def words_of(node: Node | None) -> Iterator[Text]:
    """The words that a text found by the query may hold, without those that it must not."""
    if isinstance(node, Word | Phrase | Prefix):
        yield node
    elif isinstance(node, InTitle):
        yield node.part
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from words_of(part)


def joined(kind: type[And] | type[Or], parts: Sequence[Node]) -> Node | None:
    """One node of all the parts, without needless brackets; none of none."""
    every = flat(kind, parts)
    if len(every) <= 1:
        return every[0] if every else None
    return kind(tuple(every))


def flat(kind: type[And] | type[Or], parts: Sequence[Node]) -> list[Node]:
    """The parts, with their own parts in place of those that are of the same kind."""
    return [inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))]
