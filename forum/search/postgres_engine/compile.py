"""From our tree to conditions on the table: words to a tsquery of our own terms, filters to comparisons.

People's text reaches PostgreSQL only as quoted terms inside a bound parameter.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from forum.search.analysis import Row, folded, sought, stems, without_mark
from forum.search.analysis.excuses import excused
from forum.search.postgres_engine.conditions import Condition, Either, Every, Except, Test, known, named
from forum.search.postgres_engine.vectors import ALSO_IN_TITLE, TITLE, quoted, safe
from forum.search.query import And, Days, Filter, InTitle, Node, Not, Or, Phrase, Prefix, Word
from forum.search.query import Text as Words

IN_TITLE = f"{TITLE}{ALSO_IN_TITLE}"
TEXTS = ("kind", "author", "tag")
NUMBERS = ("group", "thread")
PARTS = ("opening", "replies")
NOTHING = Either(())

Frequency = Callable[[str], int]


class Lexemes(NamedTuple):
    """A tsquery that some term has to meet; `title` if that is a title's, so that openings will do."""

    query: str
    title: bool = False


Made = Lexemes | Condition


class Compiler:
    """Compiles a tree for readers of a language; `posts` tells in how many posts a tsquery is met."""

    def __init__(self, posts: Frequency, language: str) -> None:
        self.posts, self.language = posts, language
        self.values: list[object] = []

    @property
    def bound(self) -> dict[str, Any]:
        """The values of the conditions, by their names."""
        return {named(slot): value for slot, value in enumerate(self.values)}

    def test(self, name: str, value: object) -> Test:
        """A test of a value."""
        self.values.append(value)
        return Test(name, len(self.values) - 1)

    def where(self, node: Node) -> list[Condition] | None:
        """What a post has to meet; None if the tree has nothing to look for, such as stop words alone."""
        found = self.together(node.parts if isinstance(node, And) else (node,))
        if found is None:
            return None
        lexemes, others = found
        return [*([self.stands(lexemes)] if lexemes else ()), *others]

    def compiled(self, node: Node) -> Made | None:
        """The condition of a node; None if it has nothing to look for."""
        if isinstance(node, Word | Phrase | Prefix):
            return self.words(node)
        if isinstance(node, InTitle):
            return self.words(node.part, title=True)
        if isinstance(node, Filter):
            return self.filtered(node)
        if isinstance(node, Days):
            return self.days(node)
        if isinstance(node, Or):
            return self.any_of(node.parts)
        if isinstance(node, And | Not):
            return self.all_of(node.parts if isinstance(node, And) else (node,))
        return None

    def all_of(self, nodes: Sequence[Node]) -> Made | None:
        """All of the nodes."""
        found = self.together(nodes)
        if found is None:
            return None
        lexemes, others = found
        if lexemes and not others:
            return lexemes
        return Every((*([self.alone(lexemes)] if lexemes else []), *others))

    def together(self, nodes: Sequence[Node]) -> tuple[Lexemes | None, list[Condition]] | None:
        """All of the nodes: what is sought in the texts as one tsquery, and the other conditions."""
        wanted: list[Lexemes] = []
        unwanted: list[Lexemes] = []
        others: list[Condition] = []
        pardons = excused(nodes, self.language)
        for node in nodes:
            refused = isinstance(node, Not)
            made = self.compiled(node.part if isinstance(node, Not) else node)
            if isinstance(made, Lexemes) and node in pardons:
                made = Either((self.alone(made), self.test("language", sorted(pardons[node]))))
            if isinstance(made, Lexemes):
                (unwanted if refused else wanted).append(made)
            elif made is not None:
                others.append(Except(made) if refused else made)
        if wanted:
            query = " & ".join([*(one.query for one in wanted), *(f"!{one.query}" for one in unwanted)])
            return Lexemes(f"({query})", any(one.title for one in wanted)), others
        others += [Except(self.alone(one)) for one in unwanted]
        return (None, others) if others else None

    def any_of(self, nodes: Iterable[Node]) -> Made | None:
        """Any of the nodes."""
        parts = [made for node in nodes if (made := self.compiled(node)) is not None]
        lexemes = [part for part in parts if isinstance(part, Lexemes)]
        if not parts:
            return None
        if len(lexemes) == len(parts):
            return Lexemes(f"({' | '.join(one.query for one in lexemes)})", all(one.title for one in lexemes))
        return Either(tuple(self.alone(part) if isinstance(part, Lexemes) else part for part in parts))

    def stands(self, lexemes: Lexemes) -> Test:
        """A tsquery that leads: openings have an index of their own."""
        return self.test("words of openings" if lexemes.title else "words", lexemes.query)

    def alone(self, lexemes: Lexemes) -> Test:
        """A tsquery beside other conditions."""
        return self.test("words of openings elsewhere" if lexemes.title else "words elsewhere", lexemes.query)

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

    def filtered(self, node: Filter) -> Condition:
        """A filter. What the index knows nothing of is found nowhere."""
        if node.name in TEXTS:
            return self.test(node.name, [safe(value) for value in node.values])
        if node.name in NUMBERS:
            return self.test(node.name, known(int(value) for value in node.values if value.isdecimal()))
        if node.name == "part":
            return Either(tuple(Test(part) for part in PARTS if part in node.values))
        return NOTHING

    def days(self, node: Days) -> Condition:
        """Days, both included."""
        first = [self.test("first day", node.first)] if node.first else []
        last = [self.test("last day", node.last)] if node.last else []
        return Every((*first, *last))


def either(terms: Iterable[str], weight: str) -> str:
    """Any of these terms, of texts of this weight if one is given."""
    rows = [
        term + weight if term.endswith(":*") else f"{term}:{weight}" if weight else term for term in terms
    ]
    return f"({' | '.join(rows)})"
