"""The operators in five languages: every language's words work everywhere, so that a shared link keeps its
meaning. Accents and case are ignored. docs/glossary.md has the table."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from forum.lib.slugs import fold


def table(**names: str) -> Mapping[str, str]:
    """From each word to what it means."""
    return {fold(word): meaning for meaning, words in names.items() for word in words.split()}


OPERATORS = table(
    author="autor autora autoria egilea egile author",
    tag="etiqueta etiketa tag",
    group="grupo grup taldea talde group",
    kind="tipo tipus mota type kind",
    before="antes abans aurretik before",
    until="hasta fins ata arte until",
    after="después després despois ondoren after",
    since="desde des noiztik since",
    order="orden ordre orde ordena order sort",
)
KINDS = table(
    debate="debate debates debat debats eztabaida",
    entry="entrada entradas entrades sarrera entry entries blog",
)
ORDERS = table(
    relevance="relevancia rellevància egokienak relevance",
    newest="recientes recents recentes berrienak newest",
    oldest="antiguos antics antigos zaharrenak oldest",
)
OR = frozenset({"O", "OR", "OU", "EDO"})
DAYS_AGO = {"hoy": 0, "avui": 0, "hoxe": 0, "gaur": 0, "today": 0}
DAYS_AGO |= {"ayer": 1, "ahir": 1, "onte": 1, "atzo": 1, "yesterday": 1}


def span(text: str, today: Callable[[], date] = date.today) -> tuple[date, date] | None:
    """The first and last day of `2026`, `2026-09`, `2026-09-14`, `hoy` or `ayer`; None for anything else."""
    if fold(text) in DAYS_AGO:
        day = today() - timedelta(days=DAYS_AGO[fold(text)])
        return day, day
    parts = text.split("-")
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    try:
        return span_of([int(part) for part in parts])
    except ValueError:
        return None


def span_of(numbers: list[int]) -> tuple[date, date] | None:
    """The days of a year, a month or a day. Raises ValueError where there is no such day."""
    if not 1 <= numbers[0] <= 9998 or len(numbers) > 3:
        return None
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    first = date(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    if len(numbers) == 3:
        return first, first
    return first, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
