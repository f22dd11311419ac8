"""What will do where no post has all the words of a query: the same for every engine."""

from collections.abc import Callable

from forum.search.analysis import sought
from forum.search.query import And, Node, Or, Word

RAREST = 6
MOST_RELAXED = 100  # of posts that have but some of the words, only the best are given


def most_of(node: Node | None, language: str, posts: Callable[[str], int]) -> Node | None:
    """Any of the rarest words of a query that finds nothing with all of them; None if it has but one.

    `posts` tells in how many posts a term is. Phrases, prefixes, alternatives and exclusions were meant as
    they were typed: they stay.
    """
    if not isinstance(node, And):
        return None
    words = {part: rarity(part, language, posts) for part in node.parts if isinstance(part, Word)}
    counted = {word: count for word, count in words.items() if count is not None}
    known = sorted((word for word in counted if counted[word]), key=counted.__getitem__)[:RAREST]
    if len(counted) < 2 or not known:
        return None
    return And((Or(tuple(known)), *(part for part in node.parts if not isinstance(part, Word))))


def rarity(word: Word, language: str, posts: Callable[[str], int]) -> int | None:
    """In how many posts the rarest place of a word is; None for a stop word."""
    rows = sought(word.text, language).rows
    return min(sum(map(posts, place)) for place in rows[0]) if rows else None
