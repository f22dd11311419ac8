"""Texts and queries as the terms that are indexed and looked for.

A text is read in its own language: its words folded, without that language's stop words, as its stems. A
query is read in every language, so that it finds posts of all. Accents are folded before stemming: measured
better than after, and the same with and without them. «ñ» is a letter of its own, not an n with an accent:
«pena» finds «peña» too, but «peña» finds only itself.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from config import LANGUAGES
from forum.search.analysis.stems import stem, without_mark
from forum.search.analysis.stop_words import STOP_WORDS
from forum.search.analysis.words import (
    ARTICLE,
    LONGEST,
    WORD,
    Piece,
    folded,
    is_article,
    piece_at,
    pieces,
    read,
)

__all__ = [
    "LONGEST",
    "WORD",
    "Row",
    "Sought",
    "Term",
    "folded",
    "reading",
    "sought",
    "stems",
    "term_at",
    "terms",
    "without_mark",
]

REMEMBERED = 4096  # texts of queries
REMEMBERED_WORDS = 30_000  # of texts, as they are written
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


class Reading(NamedTuple):
    """A word of a text, folded, and all the terms that it may stand in; none if it is a stop word."""

    folded: str
    terms: tuple[str, ...] = ()


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
    return (term_of(piece, language, stop) for piece in pieces(text) if piece.text not in stop)


def term_at(found: re.Match[str], language: str) -> Term | None:
    """The term of a word that WORD found in a text in a language; None of a stop word."""
    stop, piece = STOP_WORDS.get(language, NONE), piece_at(found)
    return term_of(piece, language, stop) if piece.text and piece.text not in stop else None


@lru_cache(REMEMBERED_WORDS)
def reading(written: str, kind: str | None, language: str) -> Reading:
    """What a word that WORD found may be in a text in a language; `kind` is its group in WORD.

    `written` has LONGEST characters at most: words are remembered. `term_at` knows better: an article of a
    law is one beside a number alone.
    """
    stop, (word, also) = STOP_WORDS.get(language, NONE), read(written, kind)
    if not word or word in stop:
        return Reading(folded(written))
    also = (*also, ARTICLE) if is_article(word) else also
    term = term_of(Piece(word, 0, 0, also), language, stop)
    return Reading(folded(written), (term.text, *term.also))


def term_of(piece: Piece, language: str, stop: frozenset[str]) -> Term:
    """A word as a term."""
    main = stem(piece.text, language)
    if not piece.also:
        return Term(main, piece.start, piece.end)
    also = {stem(word, language) for word in piece.also if word not in stop} - {main}
    return Term(main, piece.start, piece.end, tuple(sorted(also)))


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
            if is_article(word):
                place.add(ARTICLE)
    if language in silent:
        return Sought((), frozenset(silent))
    return Sought(tuple(tuple(map(frozenset, row)) for row in rows.values() if row), frozenset(silent))


def stems(word: str) -> frozenset[str]:
    """The stems of a folded word in every language."""
    return frozenset(stem(word, language) for language in LANGUAGES)
