"""Which words of a query posts of another language may lack."""

from collections.abc import Mapping, Sequence

from forum.search.analysis import Sought, sought
from forum.search.query import Node, Phrase, Prefix, Word


def excused(parts: Sequence[Node], language: str) -> Mapping[Node, frozenset[str]]:
    """The words among parts that are all to be there, and the languages whose posts may lack each.

    To «the civil service», asked from a Spanish page, `the` is a word like any other; English posts do not
    have it in the index. Nothing is excused where no other word is left to look for in every language.
    """
    said = {part: read(part, language) for part in parts if isinstance(part, Word | Phrase | Prefix)}
    if not any(one is None or (one.rows and not one.silent) for one in said.values()):
        return {}
    return {part: one.silent for part, one in said.items() if isinstance(part, Word) and one and one.silent}


def read(part: Word | Phrase | Prefix, language: str) -> Sought | None:
    """What a word or phrase looks for; None for a prefix, which no language leaves out."""
    return None if isinstance(part, Prefix) else sought(part.text, language)
