"""What will do where no post has all the words of a query."""

from forum.search.postgres_engine.compile import Compiler
from forum.search.postgres_engine.vectors import quoted
from forum.search.query import And, Node, Or, Word

RAREST = 6


def most_of(node: Node | None, compiler: Compiler) -> Node | None:
    """Any of the rarest words of a query that finds nothing with all of them; None if it has but one.

    Phrases, prefixes, alternatives and exclusions were meant as they were typed: they stay.
    """
    if not isinstance(node, And):
        return None
    held = {part: rarity(part, compiler) for part in node.parts if isinstance(part, Word)}
    counted = {word: count for word, count in held.items() if count is not None}
    known = sorted((word for word in counted if counted[word]), key=counted.__getitem__)[:RAREST]
    if len(counted) < 2 or not known:
        return None
    return And((Or(tuple(known)), *(part for part in node.parts if not isinstance(part, Word))))


def rarity(word: Word, compiler: Compiler) -> int | None:
    """In how many posts the rarest place of a word is; None for a stop word."""
    rows = compiler.rows(word)
    return min(sum(compiler.posts(quoted(text)) for text in place) for place in rows[0]) if rows else None
