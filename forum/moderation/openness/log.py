"""The public log: which decisions an address asks for, a page of them at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, RowMapping, select
from werkzeug.datastructures import MultiDict

from forum.extensions import db
from forum.groups.models import Group
from forum.lib.keys import EPOCH, Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.acts import POST_ACTS, THREAD_ACTS
from forum.moderation.models import Decision
from forum.moderation.models.decisions import PERSON_ACTS
from forum.moderation.openness.facts import GROUNDS, OUTCOMES, SOURCES, is_public, public_log
from forum.moderation.openness.periods import Period, asked_day, day_of

PAGE = 50
ACTS = tuple(dict.fromkeys(("dismiss", "refuse", *POST_ACTS, *THREAD_ACTS, *PERSON_ACTS)))
CHOICES: Mapping[str, tuple[str, ...]] = {
    "act": ACTS,
    "ground": GROUNDS,
    "source": SOURCES,
    "automated": ("yes", "no"),
    "outcome": OUTCOMES,
}


@dataclass(frozen=True)
class Entry:
    """A decision as everybody may know it. `group` is empty for what is in none that is open to all."""

    id: int
    day: date
    act: str
    ground: str
    rule: str
    automated: bool
    source: str
    reason: str
    outcome: str
    group: str
    slug: str


@dataclass(frozen=True)
class Wanted:
    """What an address asks of the log: `given` holds its parameters that say something."""

    given: Mapping[str, str]
    period: Period

    def conditions(self, log: CTE) -> list[ColumnElement[bool]]:
        """What the rows of the log are to meet."""
        within = self.period.holds(log.c.created)
        met = [] if within is None else [within]
        for name in ("act", "ground", "source", "outcome"):
            if name in self.given:
                met.append(log.c[name] == self.given[name])
        if "automated" in self.given:
            met.append(log.c.automated.is_(self.given["automated"] == "yes"))
        if "group" in self.given:
            met.append(Group.slug == self.given["group"])
        return met


def wanted(args: MultiDict[str, str]) -> Wanted:
    """What an address asks for. NotFound where it names what there is not."""
    names = (*CHOICES, "group", "from", "to")
    given = {name: args[name] for name in names if args.get(name)}
    if any(name in CHOICES and value not in CHOICES[name] for name, value in given.items()):
        raise NotFound
    return Wanted(given, Period(asked_day(given.get("from")), asked_day(given.get("to"))))


def log_page(what: Wanted, after: Cursor | None = None, size: int = PAGE) -> Slice[Entry]:
    """The decisions that are asked for, the latest first; places in the list tell nothing of the hour."""
    log = public_log()
    query = (
        select(log, Group.name.label("group"), Group.slug)
        .outerjoin(Group, Group.id == log.c.group_id)
        .where(*what.conditions(log))
        .order_by(log.c.id.desc())
        .limit(size + 1)
    )
    if after:
        query = query.where(log.c.id < after.id)
    rows = [entry_of(row) for row in db.session.execute(query).mappings()]
    return cut(rows, size, lambda row: place_of(row.id), after)


def entry_of(row: RowMapping) -> Entry:
    """A row of the log as an entry, with the day alone."""
    facts: dict[str, Any] = {name: row[name] or "" for name in ("group", "slug")}
    facts |= {name: row[name] for name in Entry.__dataclass_fields__ if name not in ("day", "group", "slug")}
    return Entry(day=day_of(row["created"]), **facts)


def place_of(decision_id: int) -> Cursor:
    """The place in the log after a decision."""
    return Cursor(EPOCH, decision_id)


def years() -> list[int]:
    """The years that have decisions, the latest first: those between the first and the last."""
    moments = select(Decision.created).where(is_public()).limit(1)
    first, last = db.session.execute(
        select(
            moments.order_by(Decision.created).scalar_subquery(),
            moments.order_by(Decision.created.desc()).scalar_subquery(),
        )
    ).one()
    return list(range(day_of(last).year, day_of(first).year - 1, -1)) if first else []
