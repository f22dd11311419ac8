"""The week in figures, as far as a moderator may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.moderation.models import OPEN_STATES, Appeal, Case, Decision
from forum.moderation.openness.periods import midnight
from forum.moderation.queries.appeals import TIMELY
from forum.moderation.queries.cases import Waiting, waiting
from forum.moderation.queries.nobody import lapsed, nobody_decides, nobody_hears
from forum.moderation.queries.scope import moderated_cases, moderated_decisions
from forum.permissions import Viewer

Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
WEEK = timedelta(days=7)
LATE = timedelta(hours=1)  # after which a decision that nobody was told of is odd


@dataclass(frozen=True)
class Odd:
    """What should not be: open cases older than a week, or that nobody may decide; appeals past their time,
    or that nobody may hear; decisions not told; cases in the hands of somebody who cannot decide them.
    """

    old_cases: int
    stuck: int
    overdue: int
    untold: int
    lapsed: int

    def __bool__(self) -> bool:
        return bool(self.old_cases or self.stuck or self.overdue or self.untold or self.lapsed)


@dataclass(frozen=True)
class Week:
    """A week at the desk; `acts` by number, `to_decide` and `to_hear` the median times, None without any."""

    waiting: Waiting
    opened: int
    acts: Sequence[tuple[str, int]]
    to_decide: timedelta | None
    appealed: int
    heard: int
    reversed: int
    to_hear: timedelta | None
    odd: Odd

    @property
    def decided(self) -> int:
        """How many decisions were taken, and stand."""
        return sum(times for _, times in self.acts)

    def __bool__(self) -> bool:
        """Whether there is something to tell."""
        waits = self.waiting.cases or self.waiting.appeals or self.waiting.pending
        return bool(waits or self.opened or self.decided or self.appealed or self.heard or self.odd)


def week_before(monday: date, viewer: Viewer) -> Week:
    """The seven days before a Monday where `viewer` decides, and what waits now."""
    end = midnight(monday)
    begin = end - WEEK

    def within(moment: Moment) -> ColumnElement[bool]:
        return and_(moment >= begin, moment < end)

    cases = moderated_cases(viewer)
    acts = select(Decision.act, func.count()).where(
        within(Decision.created), Decision.undone.is_(None), moderated_decisions(viewer)
    )
    opened = select(func.count()).select_from(Case).where(within(Case.opened), cases)
    waits = select(Case.opened, Case.decided).where(within(Case.decided), cases)
    rows = db.session.execute(acts.group_by(Decision.act).order_by(func.count().desc(), Decision.act)).all()
    appeals = select(Appeal.created, Appeal.heard, Appeal.outcome).join(Appeal.decision)
    there = moderated_decisions(viewer)
    heard = db.session.execute(appeals.where(within(Appeal.heard), there)).all()
    asked = select(func.count()).select_from(Appeal).join(Appeal.decision)
    return Week(
        waiting=waiting(viewer),
        opened=db.session.scalar(opened) or 0,
        acts=[(act, times) for act, times in rows],
        to_decide=middle([row.decided - row.opened for row in db.session.execute(waits)]),
        appealed=db.session.scalar(asked.where(within(Appeal.created), there)) or 0,
        heard=len(heard),
        reversed=sum(row.outcome == "reversed" for row in heard),
        to_hear=middle([row.heard - row.created for row in heard]),
        odd=odd_things(viewer),
    )


def middle(spans: Sequence[timedelta]) -> timedelta | None:
    """The median; None of none."""
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if spans else None


def odd_things(viewer: Viewer) -> Odd:
    """What should not be, now; in one statement."""
    now = utcnow()
    there = moderated_decisions(viewer)
    old = select(func.count()).select_from(Case)
    old = old.where(Case.state.in_(OPEN_STATES), Case.opened < now - WEEK, moderated_cases(viewer))
    stuck = select(func.count()).select_from(Case)
    stuck = stuck.where(Case.state.in_(OPEN_STATES), moderated_cases(viewer), nobody_decides())
    late = select(func.count()).select_from(Appeal).join(Appeal.decision)
    late = late.where(Appeal.outcome.is_(None), or_(Appeal.created < now - TIMELY, nobody_hears()), there)
    untold = select(func.count()).select_from(Decision)
    untold = untold.where(
        Decision.told.is_(None), Decision.undone.is_(None), Decision.created < now - LATE, there
    )
    forlorn = select(func.count()).select_from(Case).where(moderated_cases(viewer), lapsed())
    figures = (one.scalar_subquery() for one in (old, stuck, late, untold, forlorn))
    return Odd(*db.session.execute(select(*figures)).one())
