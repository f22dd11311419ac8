"""Dates as people type them: `2026`, `2026-09`, `2026-09-14`, `hoy`, `ayer`, `7d`."""

import re
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from flask import current_app

from forum.lib.clock import utcnow
from forum.lib.slugs import fold
from forum.search.query.operators import meanings

DAYS = {
    "today": {"es": "hoy", "ca": "avui", "gl": "hoxe", "eu": "gaur", "en": "today"},
    "yesterday": {"es": "ayer", "ca": "ahir", "gl": "onte", "eu": "atzo", "en": "yesterday"},
}
NAMED = meanings(DAYS)
AGO = re.compile(r"([0-9]{1,5})d", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1000, 9998


def today() -> date:
    """The day that it is where the site is."""
    return local_day(utcnow())


def local_day(moment: datetime) -> date:
    """The day of a moment where the site is."""
    return moment.astimezone(ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])).date()


def days_ago(text: str) -> date | None:
    """The day that `7d` names, which was seven days ago; None for anything else."""
    found = AGO.fullmatch(text)
    return today() - timedelta(days=int(found[1])) if found else None


def span(text: str) -> tuple[date, date] | None:
    """The first and last day of what a text names; None if it names no date."""
    named, ago = NAMED.get(fold(text)), days_ago(text)
    if named or ago:
        day = ago or today() - timedelta(days=named == "yesterday")
        return day, day
    numbers = numbers_of(text)
    try:
        return span_of(numbers) if numbers else None
    except ValueError:
        return None


def numbers_of(text: str) -> list[int]:
    """Year, month and day of `2026-09-14`, as far as they are there; none if the text is something else."""
    parts = text.replace("/", "-").split("-")
    if len(parts) > 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return []
    numbers = [int(part) for part in parts]
    return numbers if FIRST_YEAR <= numbers[0] <= LAST_YEAR else []


def span_of(numbers: list[int]) -> tuple[date, date]:
    """The days of a year, a month or a day. Raises ValueError where there is no such day."""
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    first = date(numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else 1)
    return first, first if len(numbers) == 3 else month_end(first)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def nearest(text: str, language: str) -> str:
    """The date nearest to a text that names none, as one would type it: of 2026-02-30, 2026-02-28."""
    numbers = numbers_of(text)
    if len(numbers) > 1:
        month = month_end(date(numbers[0], min(max(numbers[1], 1), 12), 1))
        last = month.replace(day=min(max(numbers[-1], 1), month.day))
        return last.isoformat() if len(numbers) == 3 else f"{month:%Y-%m}"
    close = get_close_matches(fold(text), list(NAMED), n=1)
    return DAYS[NAMED[close[0]]][language] if close else ""
