"""From a folded word to its stem, by language."""

import re
from collections.abc import Callable
from functools import lru_cache

import snowballstemmer

LONGEST = 60
SNOWBALL = {"es": "spanish", "ca": "catalan", "eu": "basque", "en": "english"}
PLURAL_Z = re.compile(r"(?<=\w\w)ces$")  # veces, jueces
PLURAL_N = re.compile(r"(?<=\w\we)nes$")  # exámenes, órdenes


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word: Snowball's, where it knows the language."""
    word = FIRST.get(language, str)(word[:LONGEST])
    if language not in SNOWBALL or not word.isalpha():
        return word
    return str(snowballstemmer.stemmer(SNOWBALL[language]).stemWord(word))


def spanish(word: str) -> str:
    """Two plurals that Snowball does not know."""
    return PLURAL_Z.sub("z", PLURAL_N.sub("n", word))


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
FIRST: dict[str, Callable[[str], str]] = {"es": spanish, "gl": galician}
