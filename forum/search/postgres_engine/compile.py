"""From our tree to conditions on the table: words to a tsquery of our own terms, filters to comparisons.

People's text reaches PostgreSQL only as quoted terms inside a bound parameter.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, FromClause, Integer, Text, any_, cast, false, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from forum.search.analysis import Row, folded, sought, stems, without_mark
from forum.search.analysis.excuses import excused
from forum.search.postgres_engine.table import DOCUMENTS
from forum.search.postgres_engine.vectors import ALSO_IN_TITLE, TITLE, quoted
from forum.search.query import And, Days, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Word
from forum.search.query import Text as Words

Columns = FromClause
HELD = DOCUMENTS.c
LARGEST = 2**31 - 1
IN_TITLE = f"{TITLE}{ALSO_IN_TITLE}"
PARTS = {"opening": True, "replies": False}

Frequency = Callable[[str], int]


class Lexemes(NamedTuple):
    """A tsquery that some term has to meet; `title` if that is a title's, so that openings will do."""

    query: str
    title: bool = False


Condition = Lexemes | ColumnElement[bool]


class Compiler:
    """Compiles trees for readers of a language; `posts` tells in how many posts a tsquery is met."""

    def __init__(self, posts: Frequency, language: str) -> None:
        self.posts, self.language = posts, language

    def where(self, node: Node) -> list[ColumnElement[bool]] | None:
        """What a post has to meet; None if the tree has nothing to look for, such as stop words alone."""
        found = self.together(node.parts if isinstance(node, And) else (node,))
        if found is None:
            return None
        lexemes, others = found
        return [*(stands(lexemes) if lexemes else ()), *others]

    def compiled(self, node: Node) -> Condition | None:
        """The condition of a node; None if it has nothing to look for."""
        if isinstance(node, Word | Phrase | Prefix):
            return self.words(node)
        if isinstance(node, InTitle):
            return self.words(node.part, title=True)
        if isinstance(node, Filter):
            return filtered(node)
        if isinstance(node, Days):
            return days(node)
        if isinstance(node, Or):
            return self.any_of(node.parts)
        if isinstance(node, And | Not):
            return self.all_of(node.parts if isinstance(node, And) else (node,))
        return None

    def all_of(self, nodes: Sequence[Node]) -> Condition | None:
        """All of the nodes."""
        found = self.together(nodes)
        if found is None:
            return None
        lexemes, others = found
        if lexemes and not others:
            return lexemes
        return every([*([alone(lexemes)] if lexemes else []), *others])

    def together(self, nodes: Sequence[Node]) -> tuple[Lexemes | None, list[ColumnElement[bool]]] | None:
        """All of the nodes: what is sought in the texts as one tsquery, and the other conditions."""
        wanted: list[Lexemes] = []
        unwanted: list[Lexemes] = []
        others: list[ColumnElement[bool]] = []
        pardons = excused(nodes, self.language)
        for node in nodes:
            refused = isinstance(node, Not)
            made = self.compiled(node.part if isinstance(node, Not) else node)
            if isinstance(made, Lexemes) and node in pardons:
                made = alone(made) | one_of(HELD.language)(sorted(pardons[node]))
            if isinstance(made, Lexemes):
                (unwanted if refused else wanted).append(made)
            elif made is not None:
                others.append(~made if refused else made)
        if wanted:
            query = " & ".join([*(one.query for one in wanted), *(f"!{one.query}" for one in unwanted)])
            return Lexemes(f"({query})", any(one.title for one in wanted)), others
        others += [~alone(one) for one in unwanted]
        return (None, others) if others else None

    def any_of(self, nodes: Iterable[Node]) -> Condition | None:
        """Any of the nodes."""
        parts = [made for node in nodes if (made := self.compiled(node)) is not None]
        lexemes = [part for part in parts if isinstance(part, Lexemes)]
        if not parts:
            return None
        if len(lexemes) == len(parts):
            return Lexemes(f"({' | '.join(one.query for one in lexemes)})", all(one.title for one in lexemes))
        return or_(*(alone(part) if isinstance(part, Lexemes) else part for part in parts))

    def words(self, node: Words, *, title: bool = False) -> Lexemes | None:
        """A word, a phrase or a prefix, in the whole text or in the title of an opening."""
        weight = IN_TITLE if title else ""
        if isinstance(node, Prefix):
            return Lexemes(either(self.beginnings(node), weight), title)
        rows = [" <-> ".join(either(map(quoted, place), weight) for place in row) for row in self.rows(node)]
        return Lexemes(f"({' | '.join(f'({row})' for row in rows)})", title) if rows else None

    def rows(self, node: Words) -> Sequence[Row]:
        """The readings of a word or phrase: place by place the terms any of which will do."""
        return sought(node.text, self.language).rows

    def beginnings(self, node: Prefix) -> list[str]:
        """The terms that begin so, and the prefix itself as a word.

        Not its stem where that is much shorter, unless there is nothing else: `ventan*` is not about sales.
        """
        start = folded(node.text)
        begun = f"{quoted(start)}:*"
        near = [
            stem
            for stem in sorted(stems(start))
            if len(start) - len(without_mark(stem)) <= 1 or not self.posts(begun)
        ]
        return [begun, *map(quoted, near)]


def either(terms: Iterable[str], weight: str) -> str:
    """Any of these terms, of texts of this weight if one is given."""
    rows = [
        term + weight if term.endswith(":*") else f"{term}:{weight}" if weight else term for term in terms
    ]
    return f"({' | '.join(rows)})"


def meets(query: str, column: ColumnElement[object] = HELD.vector) -> ColumnElement[bool]:
    """Whether a vector meets a tsquery."""
    return column.bool_op("@@")(tsquery(query))


def tsquery(query: str) -> ColumnElement[object]:
    return cast(literal(query, Text), TSQUERY)


def stands(lexemes: Lexemes) -> list[ColumnElement[bool]]:
    """The conditions of a tsquery: openings have an index of their own."""
    return [HELD.opening, meets(lexemes.query)] if lexemes.title else [meets(lexemes.query)]


def alone(lexemes: Lexemes) -> ColumnElement[bool]:
    """A tsquery as a condition beside others: asked of the index by itself, never of post after post."""
    return HELD.post_id.in_(select(ALSO.c.post_id).where(*also(lexemes)))


ALSO = DOCUMENTS.alias("also")


def also(lexemes: Lexemes) -> list[ColumnElement[bool]]:
    found = meets(lexemes.query, ALSO.c.vector)
    return [ALSO.c.opening, found] if lexemes.title else [found]


def every(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    whole: ColumnElement[bool] = true()
    for one in conditions:
        whole = whole & one
    return whole


def days(node: Days) -> ColumnElement[bool]:
    """Days, both included."""
    first = [HELD.day >= node.first] if node.first else []
    return every([*first, HELD.day <= node.last] if node.last else first)


def filtered(node: Filter) -> ColumnElement[bool]:
    """A filter. What the index knows nothing of is found nowhere."""
    made = FILTERS.get(node.name)
    return made(node.values) if made else false()


def one_of(column: ColumnElement[str]) -> Callable[[Sequence[str]], ColumnElement[bool]]:
    return lambda values: column == any_(literal([safe(value) for value in values], ARRAY(Text)))


def safe(text: str) -> str:
    """A text that the database can be asked for."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")


def numbered(column: ColumnElement[int]) -> Callable[[Sequence[str]], ColumnElement[bool]]:
    return lambda values: among(column, [int(value) for value in values if value.isdecimal()])


def among(column: ColumnElement[int], numbers: Iterable[int]) -> ColumnElement[bool]:
    """Whether a number is one of these."""
    known = sorted(number for number in numbers if number <= LARGEST)
    return column == any_(literal(known, ARRAY(Integer)))


def tagged(values: Sequence[str]) -> ColumnElement[bool]:
    return HELD.tags.bool_op("&&")(literal([safe(value) for value in values], ARRAY(Text)))


def in_part(values: Sequence[str]) -> ColumnElement[bool]:
    asked = {PARTS[value] for value in values if value in PARTS}
    return or_(false(), *(HELD.opening.is_(part) for part in sorted(asked)))


FILTERS: dict[str, Callable[[Sequence[str]], ColumnElement[bool]]] = {
    "kind": one_of(HELD.kind),
    "author": one_of(HELD.author),
    "tag": tagged,
    "group": numbered(HELD.group_id),
    "thread": numbered(HELD.thread_id),
    "part": in_part,
}
