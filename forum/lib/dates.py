"""Moments as people read them: absolute, in the site's zone; scripts make them relative."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone
from flask import Flask, current_app
from flask_babel import get_locale

# Patterns of the Unicode CLDR, by language.
SHORT = {
    "es": "d LLL y",
    "ca": "d LLL y",
    "gl": "d LLL y",
    "eu": "y/MM/dd",
    "en": "d LLL y",
}
LONG = {
    "es": "d 'de' MMMM 'de' y",
    "ca": "d MMMM 'del' y",
    "gl": "d 'de' MMMM 'de' y",
    "eu": "y/MM/dd",
    "en": "d MMMM y",
}
MOMENT = {code: f"{day}, {'HH:mm' if code in ('gl', 'eu') else 'H:mm'}" for code, day in SHORT.items()}


def site_zone() -> ZoneInfo:
    """The zone in which moments are written and read."""
    return ZoneInfo(str(current_app.config["BABEL_DEFAULT_TIMEZONE"]))


def iso(when: datetime) -> str:
    """`when` for `<time datetime>` and machines: UTC, whole seconds, with Z."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(when: datetime) -> str:
    """«4 nov 2026»."""
    return local(when, SHORT)


def long_day(when: datetime) -> str:
    """«4 de noviembre de 2026»."""
    return local(when, LONG)


def moment(when: datetime) -> str:
    """«4 nov 2026, 9:12»."""
    return local(when, MOMENT)


def local(when: datetime, patterns: Mapping[str, str]) -> str:
    """`when` in the site's zone and the page's language, by that language's pattern, up to minutes."""
    zone, code = current_app.config["BABEL_DEFAULT_TIMEZONE"], language()
    return formatted(when.replace(second=0, microsecond=0), patterns[code], zone, code)


@lru_cache(10_000)
def formatted(when: datetime, pattern: str, zone: str, language: str) -> str:
    """`when` as text; remembered, for a list shows the same days again and again."""
    return format_datetime(when, pattern, get_timezone(zone), language)


def language() -> str:
    """The language of this page, as `<html lang>` says it."""
    return str(get_locale().language)


def init_dates(app: Flask) -> None:
    """Give templates the filters iso, day, long_day and moment."""
    for filter_ in (iso, day, long_day, moment):
        app.add_template_filter(filter_)
