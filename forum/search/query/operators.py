"""The operators in five languages: every language's words work everywhere, so that a shared link keeps its
meaning. The first word of each language is the one that we show. Accents and case are ignored.
docs/glossary.md has the table."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from forum.lib.slugs import fold

NAMES: Mapping[str, Mapping[str, str]] = {
    "author": {
        "es": "autor autora autoría",
        "ca": "autor autora autoria",
        "gl": "autor autora autoría",
        "eu": "egilea egile",
        "en": "author",
    },
    "tag": {
        "es": "etiqueta etiquetas",
        "ca": "etiqueta etiquetes",
        "gl": "etiqueta etiquetas",
        "eu": "etiketa etiketak",
        "en": "tag tags",
    },
    "group": {
        "es": "grupo grupos",
        "ca": "grup grups",
        "gl": "grupo grupos",
        "eu": "taldea talde",
        "en": "group groups",
    },
    "organisation": {
        "es": "organismo organismos",
        "ca": "organisme organismes",
        "gl": "organismo organismos",
        "eu": "erakundea erakunde",
        "en": "organisation organization",
    },
    "kind": {"es": "tipo", "ca": "tipus", "gl": "tipo", "eu": "mota", "en": "type kind"},
    "part": {"es": "en", "ca": "en", "gl": "en", "eu": "non", "en": "in"},
    "status": {"es": "estado", "ca": "estat", "gl": "estado", "eu": "egoera", "en": "status"},
    "since": {"es": "desde", "ca": "des", "gl": "desde", "eu": "noiztik", "en": "since"},
    "until": {"es": "hasta", "ca": "fins", "gl": "ata", "eu": "arte", "en": "until"},
    "after": {"es": "después", "ca": "després", "gl": "despois", "eu": "ondoren", "en": "after"},
    "before": {"es": "antes", "ca": "abans", "gl": "antes", "eu": "aurretik", "en": "before"},
    "order": {"es": "orden", "ca": "ordre", "gl": "orde", "eu": "ordena", "en": "order sort"},
    "me": {"es": "me yo", "ca": "me jo", "gl": "me", "eu": "ni", "en": "me"},
}
DATES = ("before", "until", "after", "since")
OR = {"es": "O", "ca": "O", "gl": "OU", "eu": "EDO", "en": "OR"}
ALTERNATIVES = frozenset(OR.values())
AND = frozenset({"AND"})  # all words count in any case
CLOSE = 0.75  # of difflib: one slip in a word of four letters
LONG, CLOSER = 5, 0.82  # of another language's words, of which many are near to what people write


def meanings(names: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """From each word of each language to what it means."""
    return {
        fold(word): meaning
        for meaning, languages in names.items()
        for words in languages.values()
        for word in words.split()
    }


OPERATORS = meanings(NAMES)


def shown(meaning: str, language: str) -> str:
    """The operator as this language's help shows it."""
    return NAMES[meaning][language].split()[0]


def words_of(language: str) -> Iterator[str]:
    """Every operator of this language, folded."""
    for languages in NAMES.values():
        yield from map(fold, languages[language].split())


def near(name: str, language: str) -> str:
    """The meaning of the operator of this language that `name` is one slip away from, if there is one."""
    close = get_close_matches(fold(name), list(words_of(language)), n=1, cutoff=CLOSE)
    return OPERATORS[close[0]] if close else ""


def near_any(name: str, language: str) -> str:
    """The same; or else of any language, if it is nearer and longer: «tarde» is no slip for `talde`."""
    longer = [word for word in OPERATORS if len(word) >= LONG]
    close = get_close_matches(fold(name), longer, n=1, cutoff=CLOSER)
    return near(name, language) or (OPERATORS[close[0]] if close else "")


def is_foreign(name: str, language: str) -> bool:
    """Whether the operator `name` is only another language's, and no slip for one of this language."""
    return fold(name) not in words_of(language) and near(name, language) != OPERATORS[fold(name)]
