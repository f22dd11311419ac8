"""From a text to the terms that are indexed: words without accents, without stop words, as stems.

Accents are folded before stemming: measured better than after, and the same with and without them. «ñ» is
a letter of its own, not an n with an accent: «pena» finds «peña» too, but «peña» finds only itself.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import snowballstemmer

from forum.lib.slugs import fold

WORD = re.compile(r"\w[\w\u0300-\u036f\u00ad]*")  # with combining accents and soft hyphens inside
PLURAL_Z = re.compile(r"(?<=\w\w)ces$")  # veces, jueces
PLURAL_N = re.compile(r"(?<=\w\we)nes$")  # exámenes, órdenes
LONGEST_TERM = 60
STOP_WORDS = frozenset(
    fold(
        """
        a al algo ante antes aquel aquella aquellas aquellos aqui asi aun aunque cada como con cual cuales
        cuando cuanto de del desde donde e el ella ellas ellos en entre era eran eres es esa esas ese eso
        esos esta estaba estan estar estas este esto estos fue fueron ha habia han has hasta hay he la las
        le les lo los mas me mi mis mucho muy ni no nos nosotros o os otra otras otro otros para pero poco
        por porque que quien quienes se sea ser si sido sin sobre son su sus tal tambien tan te ti tiene
        tienen todo todos tu tus u un una unas uno unos y ya yo
        """
    ).split()
)


@dataclass(frozen=True)
class Term:
    """A term, and where its word stands in the text. `plain` is how a word with ñ is also found."""

    text: str
    start: int
    end: int
    plain: str | None = None


def folded(word: str) -> str:
    """A word in lower case, without accents or soft hyphens, its ñ kept."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFC", word.casefold()).replace("\u00ad", "").split("ñ")
    return "ñ".join(fold(part) for part in parts)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball, Spanish), after two plurals that it does not know."""
    singular = PLURAL_Z.sub("z", PLURAL_N.sub("n", word[:LONGEST_TERM]))
    return str(snowballstemmer.stemmer("spanish").stemWord(singular))


def terms(text: str) -> Iterator[Term]:
    """The terms of a text, in order."""
    for found in WORD.finditer(text):
        word = folded(found[0])
        if word and word not in STOP_WORDS:
            plain = stem(word.replace("ñ", "n")) if "ñ" in word else None
            yield Term(stem(word), found.start(), found.end(), plain)


def term_texts(text: str) -> list[str]:
    """The terms of a text, without their places; none if it has but stop words."""
    return [term.text for term in terms(text)]
