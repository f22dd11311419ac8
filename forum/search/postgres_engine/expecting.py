"""How many posts a search may find at most, told beforehand; and which of its words lead to few."""

from forum.search.analysis import Row
from forum.search.analysis.excuses import excused
from forum.search.postgres_engine.compile import Compiler
from forum.search.postgres_engine.ranking import Terms, Weights
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.vectors import quoted
from forum.search.query import And, InTitle, Node, Or, Phrase, Prefix, Word
from forum.search.relaxing import rarity

LEADING = 5_000  # posts with one of the words that lead


def at_most(node: Node | None, compiler: Compiler, statistics: Statistics) -> int:
    """In how many posts a tree may be found, by how many have its words; those of others tell nothing."""
    if isinstance(node, And):
        pardons = excused(node.parts, compiler.language)
        needed = [part for part in node.parts if part not in pardons]
        return min((at_most(part, compiler, statistics) for part in needed), default=statistics.count)
    if isinstance(node, Or):
        return sum(at_most(part, compiler, statistics) for part in node.parts)
    if isinstance(node, InTitle):
        return at_most(node.part, compiler, statistics)
    if isinstance(node, Prefix):
        return sum(statistics.frequencies(compiler.beginnings(node)).values())
    if isinstance(node, Word | Phrase):
        rows = compiler.rows(node)
        return sum(rarest_place(row, statistics) for row in rows) if rows else statistics.count
    return statistics.count


def rarest_place(row: Row, statistics: Statistics) -> int:
    """In how many posts the rarest place of a reading is."""
    return min(sum(statistics.frequencies(map(quoted, place)).values()) for place in row)


def led(loose: Node, language: str, statistics: Statistics) -> Node:
    """Of the words any of which will do the rarest alone, as many as lead to few posts, or the first.

    The others count in the posts that these lead to.
    """
    assert isinstance(loose, And)
    words, *others = loose.parts
    assert isinstance(words, Or)
    leading: list[Node] = []
    posts = 0
    for word in words.parts:
        assert isinstance(word, Word)
        posts += rarity(word, language, lambda term: statistics.frequency(quoted(term))) or 0
        if leading and posts > LEADING:
            break
        leading.append(word)
    return And((Or(tuple(leading)), *others))


def rarest(weighted: Weights, statistics: Statistics) -> Weights:
    """Those of the terms that are worth most, as many as few posts have."""
    few: dict[Terms, float] = {}
    posts = 0
    for terms, worth in sorted(weighted.items(), key=lambda one: -one[1]):
        posts += sum(statistics.frequencies(terms).values())
        if posts > LEADING:
            break
        few[terms] = worth
    return few
