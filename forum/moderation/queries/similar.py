"""What similar cases got, and what is known of the person: short lists beside a case."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from forum.extensions import db
from forum.moderation.models import Case, Decision, Flag
from forum.moderation.queries.decisions import WHOLE
from forum.moderation.queries.scope import moderated_decisions
from forum.permissions import Viewer

LOOKED_AT = 2000  # decisions in cases, the last ones, among which similar ones are looked for
COUNTED = 200
LISTED = 5


@dataclass(frozen=True)
class Similar:
    """One decision in a similar case."""

    case_id: int | None
    act: str
    rule: str
    made: datetime


@dataclass(frozen=True)
class SimilarCases:
    """What similar cases got: how often each act, the commonest first, and the last few."""

    reason: str
    acts: Mapping[str, int]
    last: Sequence[Similar]


def similar_cases(case: Case, decided: Sequence[Decision], viewer: Viewer) -> SimilarCases | None:
    """What stands in other cases flagged for the commonest reason of this one, or decided by its rule.

    Of the last 2,000 decisions where `viewer` decides, in one statement; None for a case without flags.
    """
    reasons = Counter(flag.reason for flag in case.flags).most_common(1)
    if not reasons:
        return None
    reason = reasons[0][0]
    rules = {one.rule for one in decided if one.rule and not one.undone}
    last = (
        select(Decision.id)
        .where(Decision.case_id.is_not(None), Decision.undone.is_(None), moderated_decisions(viewer))
        .order_by(Decision.id.desc())
        .limit(LOOKED_AT)
    )
    flagged = select(Flag.case_id).where(Flag.case_id == Decision.case_id, Flag.reason == reason).exists()
    alike = or_(flagged, Decision.rule.in_(rules)) if rules else flagged
    rows = db.session.execute(
        select(Decision.case_id, Decision.act, Decision.rule, Decision.created)
        .where(Decision.id.in_(last.subquery().select()), Decision.case_id != case.id, alike)
        .order_by(Decision.id.desc())
        .limit(COUNTED)
    ).all()
    acts = Counter(row.act for row in rows)
    return SimilarCases(reason, dict(acts.most_common()), [Similar(*row) for row in rows[:LISTED]])


def earlier_about(person_id: int | None, case: Case, viewer: Viewer) -> Sequence[Decision]:
    """The last decisions that stand about a person and what they wrote, in other cases; the latest first."""
    if person_id is None:
        return ()
    query = select(Decision).where(
        Decision.person_id == person_id,
        Decision.undone.is_(None),
        or_(Decision.case_id.is_(None), Decision.case_id != case.id),
        moderated_decisions(viewer),
    )
    return db.session.scalars(query.options(*WHOLE).order_by(Decision.id.desc()).limit(LISTED)).all()
