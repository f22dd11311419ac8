"""Texts and queries as the terms that are indexed and looked for.

A text is read in its own language: its words folded, without that language's stop words, as its stems. A
query is read in every language, so that it finds posts of all. Accents are folded before stemming: measured
better than after, and the same with and without them. «ñ» is a letter of its own, not an n with an accent:
«pena» finds «peña» too, but «peña» finds only itself.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from config import LANGUAGES
from forum.search.analysis.stems import stem, without_mark
from forum.search.analysis.stop_words import STOP_WORDS
from forum.search.analysis.words import folded, pieces

__all__ = ["Row", "Sought", "Term", "folded", "sought", "stems", "terms", "without_mark"]

REMEMBERED = 4096  # texts of queries
NONE: frozenset[str] = frozenset()
Row = tuple[frozenset[str], ...]


class Term(NamedTuple):
    """A term, where its word stands in the text, and further terms at the same place.

    Those in `also` count less: the word of an ñ without it, the parts of «NovaGob» or of «39/2015».
    """

    text: str
    start: int
    end: int
    also: tuple[str, ...] = ()


class Sought(NamedTuple):
    """What a query's word or phrase looks for.

    Any of `rows`, in each of which one term place by place stands after the other. There are several rows
    where languages differ in what they leave out: «the law» is two words to a Spaniard. In the languages of
    `silent` all of it is stop words: where other words are to be there too, a post of such a language may
    lack this one. No rows: it is stop words in the language of the page, and nothing is looked for.
    """

    rows: tuple[Row, ...]
    silent: frozenset[str] = NONE


def terms(text: str, language: str = "es") -> Iterator[Term]:
    """The terms of a text in a language, in order, without its stop words."""
    stop = STOP_WORDS.get(language, NONE)
    for piece in pieces(text):
        if piece.text in stop:
            continue
        main = stem(piece.text, language)
        also = {stem(word, language) for word in piece.also if word not in stop} if piece.also else NONE
        yield Term(main, piece.start, piece.end, tuple(sorted(also - {main})))


@lru_cache(REMEMBERED)
def sought(text: str, language: str = "es") -> Sought:
    """What a word or phrase of a query looks for, asked from a page in a language."""
    words = [piece.text for piece in pieces(text)]
    rows: dict[tuple[str, ...], list[set[str]]] = {}
    silent = set()
    for one in dict.fromkeys((language, *LANGUAGES)):
        kept = tuple(word for word in words if word not in STOP_WORDS.get(one, NONE))
        if not kept:
            silent.add(one)
        for place, word in zip(rows.setdefault(kept, [set() for _ in kept]), kept, strict=True):
            place.add(stem(word, one))
    if language in silent:
        return Sought((), frozenset(silent))
    return Sought(tuple(tuple(map(frozenset, row)) for row in rows.values() if row), frozenset(silent))


def stems(word: str) -> frozenset[str]:
    """The stems of a folded word in every language."""
    return frozenset(stem(word, language) for language in LANGUAGES)
