"""The operators in five languages: every language's words work everywhere, so that a shared link keeps its
meaning. Accents and case are ignored. docs/glossary.md has the table."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from flask import current_app

from forum.lib.clock import utcnow
from forum.lib.slugs import fold

NAMES = {
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
    "group": {"es": "grupo grupos", "ca": "grup", "gl": "grupo", "eu": "taldea talde", "en": "group"},
    "kind": {"es": "tipo", "ca": "tipus", "gl": "tipo", "eu": "mota", "en": "type kind"},
    "part": {"es": "en", "ca": "en", "gl": "en", "eu": "non", "en": "in"},
    "before": {"es": "antes", "ca": "abans", "gl": "antes", "eu": "aurretik", "en": "before"},
    "until": {"es": "hasta", "ca": "fins", "gl": "ata", "eu": "arte", "en": "until"},
    "after": {"es": "después", "ca": "després", "gl": "despois", "eu": "ondoren", "en": "after"},
    "since": {"es": "desde", "ca": "des", "gl": "desde", "eu": "noiztik", "en": "since"},
    "order": {"es": "orden", "ca": "ordre", "gl": "orde", "eu": "ordena", "en": "order sort"},
}
DATES = ("before", "until", "after", "since")


def table(**names: str) -> Mapping[str, str]:
    """From each word to what it means."""
    return {fold(word): meaning for meaning, words in names.items() for word in words.split()}


OPERATORS = table(**{meaning: " ".join(words.values()) for meaning, words in NAMES.items()})
KINDS = table(
    debate="debate debates debat debats eztabaida",
    entry="entrada entradas entrades sarrera entry entries blog",
)
PARTS = table(
    title="título títol título izenburua izenburu title titulo",
    opening="apertura obertura hasiera opening first",
    replies="respuestas respuesta respostes respostas erantzunak erantzun replies reply",
)
ORDERS = table(
    relevance="relevancia rellevància egokienak relevance",
    newest="recientes recents recentes berrienak newest",
    oldest="antiguos antics antigos zaharrenak oldest",
)
VALUES = {"kind": KINDS, "part": PARTS}
OR = frozenset({"O", "OR", "OU", "EDO"})
AND = frozenset({"AND"})  # all words count in any case
DAYS_AGO = table(today="hoy avui hoxe gaur today", yesterday="ayer ahir onte atzo yesterday")
LAST_YEAR = 9998


def of_language(name: str, language: str) -> bool:
    """Whether the operator `name` is a word of this language."""
    words = " ".join(words.get(language, "") for words in NAMES.values())
    return fold(name) in fold(words).split()


def near(name: str, language: str) -> str | None:
    """The operator of this language that `name` is one slip away from."""
    words = " ".join(words.get(language, "") for words in NAMES.values()).split()
    close = get_close_matches(fold(name), [fold(word) for word in words], n=1, cutoff=0.75)
    return next((word for word in words if close and fold(word) == close[0]), None)


def today() -> date:
    """The day that it is where the site is."""
    return local_day(utcnow())


def local_day(moment: datetime) -> date:
    """The day of a moment where the site is."""
    return moment.astimezone(ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).date()


def span(text: str) -> tuple[date, date] | None:
    """The first and last day of `2026`, `2026-09`, `2026-09-14`, `hoy` or `ayer`; None for anything else."""
    named = DAYS_AGO.get(fold(text))
    if named:
        day = today() - timedelta(days=named == "yesterday")
        return day, day
    parts = text.replace("/", "-").split("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        return span_of([int(part) for part in parts])
    except ValueError:
        return None


def span_of(numbers: list[int]) -> tuple[date, date] | None:
    """The days of a year, a month or a day. Raises ValueError where there is no such day."""
    if not 1000 <= numbers[0] <= LAST_YEAR or len(numbers) > 3:
        return None
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    first = date(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    return first, first if len(numbers) == 3 else month_end(first)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
