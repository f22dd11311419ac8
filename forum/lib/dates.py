"""Moments as people read them: absolute, in the site's zone; scripts make them relative."""

from datetime import UTC, datetime

from flask import Flask
from flask_babel import format_date, format_datetime, get_locale, to_user_timezone

LONG = {
    "es": "d 'de' MMMM 'de' y",
    "ca": "d MMMM 'del' y",
    "gl": "d 'de' MMMM 'de' y",
    "eu": "y/MM/dd",
    "en": "d MMMM y",
}


def iso(when: datetime) -> str:
    """`when` for `<time datetime>` and machines: UTC, whole seconds, with Z."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def day(when: datetime) -> str:
    """«4 nov 2026»."""
    return format_date(to_user_timezone(when), "y/MM/dd" if language() == "eu" else "d LLL y", rebase=False)


def long_day(when: datetime) -> str:
    """«4 de noviembre de 2026»."""
    return format_date(to_user_timezone(when), LONG[language()], rebase=False)


def moment(when: datetime) -> str:
    """«4 nov 2026, 9:12»."""
    hour = "HH:mm" if language() in ("gl", "eu") else "H:mm"
    return f"{day(when)}, {format_datetime(when, hour)}"


def language() -> str:
    """The language of this page, as `<html lang>` says it."""
    return str(get_locale().language)


def init_dates(app: Flask) -> None:
    """Give templates the filters iso, day, long_day and moment."""
    for filter_ in (iso, day, long_day, moment):
        app.add_template_filter(filter_)
