"""From a text to the terms that are indexed: words without accents, without stop words, as stems.

Accents are folded before stemming: measured better than after, and the same with and without them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from forum.lib.slugs import fold

WORD = re.compile(r"\w+")
LONGEST_TERM = 60
STOP_WORDS = frozenset(
    fold(
        """
        a al algo ante antes aquel aquella aquellas aquellos aqui asi aun aunque bajo bien cada como con
        cual cuales cuando cuanto de del desde donde dos e el ella ellas ellos en entre era eran eres es
        esa esas ese eso esos esta estaba estado estan estar estas este esto estos fue fueron ha habia han
        has hasta hay he la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra
        otras otro otros para pero poco por porque que quien quienes se sea ser si sido sin sobre son su
        sus suyo tal tambien tan te tiene tienen todo todos tu tus u un una unas uno unos y ya yo
        """
    ).split()
)


@dataclass(frozen=True)
class Term:
    """A term, and where its word stands in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """The stem of a folded word (Snowball, Spanish)."""
    return str(snowballstemmer.stemmer("spanish").stemWord(folded))


def terms(text: str) -> Iterator[Term]:
    """The terms of a text, in order."""
    for found in WORD.finditer(text):
        word = fold(found[0])
        if word and word not in STOP_WORDS:
            yield Term(stem(word[:LONGEST_TERM]), found.start(), found.end())


def term_texts(text: str) -> list[str]:
    """The terms of a text, without their places. A text of stop words alone keeps them as no terms."""
    return [term.text for term in terms(text)]
