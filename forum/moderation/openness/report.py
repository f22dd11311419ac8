"""The transparency report: figures about the decisions that the public log shows for a period."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import CTE, ColumnElement, Select, func, select

from forum.extensions import db
from forum.moderation.models import SANCTIONS, Appeal, Flag
from forum.moderation.models.cases import UNREAD
from forum.moderation.openness.facts import GROUNDS, OUTCOMES, SOURCES, public_log, seconds_between
from forum.moderation.openness.periods import Period
from forum.moderation.openness.words import (
    act_word,
    automated_word,
    ground_word,
    outcome_word,
    reason_word,
    source_word,
)

DIMENSIONS = ("act", "ground", "rule", "automated", "source", "reason", "outcome")
RECEIVED = {"person": "flag", "notice": "notice", "automatic": "automatic"}  # of a flag → of a decision


@dataclass(frozen=True)
class Line:
    """How many, of what: `value` as programs read it, `label` as people do."""

    value: str
    label: str
    total: int


@dataclass(frozen=True)
class Tally:
    """A table of a report."""

    name: str
    title: str
    lines: Sequence[Line]

    @property
    def total(self) -> int:
        """The sum of its lines."""
        return sum(line.total for line in self.lines)


@dataclass(frozen=True)
class Report:
    """A period in figures. `median` is how long the middle one took of those with something to wait for.

    `hearing` is that of the appeals against them, from when each was made until it was heard.
    """

    total: int
    median: timedelta | None
    hearing: timedelta | None
    tallies: Sequence[Tally]
    received: Tally


def report_of(period: Period) -> Report:
    """The report of a period, in four statements."""
    counted = cells(period)
    return Report(
        total=sum(row.total for row in counted),
        median=median_wait(period),
        hearing=median_hearing(period),
        tallies=tallies_of(counted),
        received=received_in(period),
    )


def cells(period: Period) -> Sequence[Any]:
    """How many decisions of the period have the same facts, for each set of facts."""
    log = public_log()
    facts = [log.c[name] for name in DIMENSIONS]
    query = select(*facts, func.count().label("total")).where(*within(period, log)).group_by(*facts)
    return db.session.execute(query).all()


def within(period: Period, log: CTE) -> list[ColumnElement[bool]]:
    """The condition that a row of the log is in a period."""
    condition = period.holds(log.c.created)
    return [] if condition is None else [condition]


def tallies_of(counted: Sequence[Any]) -> Sequence[Tally]:
    """The tables of a report."""

    def by(*names: str, restricting: bool | None = None) -> Counter[Any]:
        found: Counter[Any] = Counter()
        for row in counted:
            if restricting not in (None, row.ground != "none"):
                continue
            key = tuple(getattr(row, name) for name in names)
            found[key[0] if len(key) == 1 else key] += row.total
        return found

    automated = in_order((False, True), by("automated"))
    acts, others = by("act", restricting=True), by("act", restricting=False)
    grounds = by("ground", "rule", restricting=True)
    norms = {f"{ground}: {rule}" if rule else ground: many for (ground, rule), many in grounds.items()}
    return [
        tally("measure", _("Medidas que restringen"), acts, act_word),
        tally("other", _("Gestión de debates y lo demás que no restringe a nadie"), others, act_word),
        tally("sanction", _("Medidas sobre cuentas"), {act: acts[act] for act in SANCTIONS}, act_word),
        tally("reason", _("Qué se denunció"), by("reason"), reason_word),
        tally("ground", _("En qué se basó"), in_order(GROUNDS, by("ground")), ground_word),
        tally("rule", _("Qué norma"), norms, norm_label),
        tally("source", _("De dónde vino"), in_order(SOURCES, by("source")), source_word),
        tally("automated", _("Lo encontró un programa"), automated, automated_word),
        tally("appeal", _("Revisiones"), in_order(OUTCOMES, by("outcome")), outcome_word),
    ]


def norm_label(key: str) -> str:
    """What a ground is called, with its rule."""
    ground, _colon, rule = key.partition(": ")
    return ground_word(ground, rule)


def in_order(values: Sequence[Any], counted: Mapping[Any, int]) -> Mapping[Any, int]:
    """How many of each, in a fixed order, those without any too."""
    return {value: counted.get(value, 0) for value in values}


def tally(name: str, title: str, counted: Mapping[Any, int], label: Callable[[Any], str]) -> Tally:
    """A table, the most first where the order says nothing."""
    ordered = counted.items()
    if isinstance(counted, Counter) or name == "rule":
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], str(pair[0])))  # type: ignore[assignment]
    return Tally(name, title, [Line(value_of(key), label(key), total) for key, total in ordered])


def value_of(key: object) -> str:
    """A value as programs read it."""
    return {True: "yes", False: "no"}[key] if isinstance(key, bool) else str(key)


def median_wait(period: Period) -> timedelta | None:
    """The median of how long decisions were waited for, of those that somebody or something called for."""
    log = public_log()
    met = log.c.source != "own", log.c.waited.is_not(None), *within(period, log)
    return middle_of(select(log.c.waited.label("waited")).where(*met))


def median_hearing(period: Period) -> timedelta | None:
    """The median of how long appeals against the period's decisions waited, of those that were heard."""
    log = public_log()
    waited = seconds_between(Appeal.created, Appeal.heard).label("waited")
    heard = select(waited).join(log, log.c.id == Appeal.decision_id).where(Appeal.heard.is_not(None))
    return middle_of(heard.where(*within(period, log)))


def middle_of(waits: Select[Any]) -> timedelta | None:
    """The median of the seconds that a statement gives as `waited`; the mean of the two in the middle."""
    every = waits.subquery()
    placed = select(
        every.c.waited,
        func.row_number().over(order_by=every.c.waited).label("place"),
        func.count().over().label("many"),
    ).subquery()
    middle = placed.c.place.in_([(placed.c.many + 1) // 2, (placed.c.many + 2) // 2])
    seconds = db.session.scalar(select(func.avg(placed.c.waited)).where(middle))
    return None if seconds is None else timedelta(seconds=float(seconds))


def received_in(period: Period) -> Tally:
    """The flags and notices that came in a period, decided or not."""
    condition = period.holds(Flag.created)  # type: ignore[arg-type]
    query = select(Flag.source, func.count()).where(Flag.reason != UNREAD).group_by(Flag.source)
    rows = db.session.execute(query if condition is None else query.where(condition)).all()
    found = in_order([*RECEIVED], dict(rows))
    counted = {RECEIVED[source]: many for source, many in found.items()}
    return tally("received", _("Denuncias y avisos recibidos"), counted, source_word)
