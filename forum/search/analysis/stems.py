"""From a folded word to its stem, by language.

A stem says which language it is of, but Spanish ones: «part» is English and Spanish, of other words. Measured
on Spanish questions among texts of five languages, words found by the wrong stem cost 0.01 of MRR.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer

from forum.search.analysis.words import folded

LONGEST = 60
UNMARKED = "es"
MARK = "~"
CATALAN_IO = re.compile(r"(?<=[cst])io(?:ns)?$")  # gestió, gestions
CATALAN_NS = re.compile(r"(?<=\w\w[aio])ns$")  # catalans, interins, raons
SNOWBALL = {"es": "spanish", "ca": "catalan", "eu": "basque", "en": "english"}
PLURAL_Z = re.compile(r"(?<=\w\w)ces$")  # veces, jueces
PLURAL_N = re.compile(r"(?<=\w\we)nes$")  # exámenes, órdenes


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word, folded again: Snowball's, where it knows the language.

    What is no word but a number or an address is the same in every language.
    """
    word = word[:LONGEST]
    if not word.isalpha():
        return word
    found = FIRST.get(language, str)(word)
    if language in SNOWBALL:
        found = folded(snowballstemmer.stemmer(SNOWBALL[language]).stemWord(found))
    return found if language == UNMARKED else f"{found}{MARK}{language}"


def without_mark(term: str) -> str:
    """A stem without its language."""
    return term.partition(MARK)[0]


def spanish(word: str) -> str:
    """Two plurals that Snowball does not know."""
    return PLURAL_Z.sub("z", PLURAL_N.sub("n", word))


def catalan(word: str) -> str:
    """The accent by which Snowball knows «gestió», and the plurals in -ns of words that end in a vowel."""
    return CATALAN_NS.sub("", CATALAN_IO.sub("ió", word))


def galician(word: str) -> str:
    """Galician plurals, by their endings: Snowball has no Galician.

    Source: Real Academia Galega, Normas ortográficas e morfolóxicas do idioma galego (2003), number.
    """
    for ending, singular in GALICIAN_PLURALS:
        if len(word) > len(ending) + 2 and word.endswith(ending):
            return word.removesuffix(ending) + singular
    return word


GALICIAN_PLURALS = (
    ("ns", "n"),  # leóns
    ("ais", "al"),  # animais
    ("eis", "el"),  # paneis
    ("ois", "ol"),  # españois
    ("uis", "ul"),  # azuis
    ("is", "il"),  # civís
    ("ces", "z"),  # voces
    ("res", "r"),  # mulleres
    ("s", ""),
)
FIRST: dict[str, Callable[[str], str]] = {"es": spanish, "ca": catalan, "gl": galician}
