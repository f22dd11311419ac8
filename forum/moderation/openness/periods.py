"""Spans of days, on the site's clock, and what addresses call them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, and_

from forum.lib.refusals import NotFound

NAMED = re.compile(r"(20\d\d)(?:-S([12])|-(0[1-9]|1[0-2]))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included; None: without a beginning, without an end."""

    first: date | None = None
    last: date | None = None

    def holds(self, moment: ColumnElement[datetime]) -> ColumnElement[bool] | None:
        """The condition that a moment is in it; None where every moment is."""
        bounds = []
        if self.first:
            bounds.append(moment >= midnight(self.first))
        if self.last:
            bounds.append(moment < midnight(self.last + timedelta(days=1)))
        return and_(*bounds) if bounds else None


def named(name: str) -> Period:
    """The period that an address names: `2026`, `2026-S1` (half a year), `2026-03`. NotFound for others."""
    found = NAMED.fullmatch(name)
    if found is None:
        raise NotFound
    year, half, month = int(found[1]), found[2], found[3]
    begin = 6 * int(half) - 5 if half else int(month or 1)
    end = begin + (6 if half else 1 if month else 12)
    after = date(year + (end > 12), (end - 1) % 12 + 1, 1)
    return Period(date(year, begin, 1), after - timedelta(days=1))


def asked_day(text: str | None) -> date | None:
    """The day in an address; None if it says nothing; NotFound if it is none."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if not 2000 <= found.year <= 2999:
        raise NotFound
    return found


def midnight(day: date) -> datetime:
    """When a day begins on the site's clock, in UTC."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day of a moment on the site's clock."""
    return moment.astimezone(ZoneInfo(current_app.config["TIMEZONE"])).date()
