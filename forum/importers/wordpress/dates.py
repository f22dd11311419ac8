"""The moments in an export, of which it keeps up to three versions, some of them empty or zero."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

YEAR = re.compile(r" [12]\d{3} ")
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Clock:
    """The zone of dates that don't say theirs, and the date of what has none."""

    zone: tzinfo
    otherwise: datetime


def moment(gmt: str, local: str, published: str, zone: tzinfo, otherwise: datetime) -> datetime:
    """The first of three that is a date, aware UTC: in UTC, in the site's zone, as RSS writes it.

    Where none is, `otherwise`.
    """
    found = (written(gmt, UTC), written(local, zone), from_rss(published))
    return next((date for date in found if date is not None), otherwise)


def written(text: str, zone: tzinfo) -> datetime | None:
    """A date as WordPress writes it, aware UTC; None for zeros and anything before 1970."""
    try:
        return sensible(datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def from_rss(text: str) -> datetime | None:
    """A date as RSS writes it (RFC 822), aware UTC; None if it is none, as the year -0001 of drafts."""
    if not YEAR.search(text):
        return None
    try:
        date = parsedate_to_datetime(text)
        return sensible(date if date.tzinfo else date.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def sensible(date: datetime) -> datetime | None:
    """The date in UTC, unless no blog could have it."""
    return date.astimezone(UTC) if date >= EARLIEST else None
