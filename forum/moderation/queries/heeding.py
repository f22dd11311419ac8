"""How well founded the flags of people were, and whose are not attended to for a time (Regulation (EU)
2022/2065, article 23.2).
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.moderation.models import Case, Decision, Flag
from forum.moderation.queries.decisions import dismissed
from forum.moderation.queries.restriction import standing

LATEST = 20


def flag_records(people: Iterable[int | None]) -> Mapping[int, tuple[int, int]]:
    """How many of each person's last twenty decided flags there are, and were dismissed; in one statement.

    It reads no earlier ones: the twentieth is found first.
    """
    latest = aliased(Flag)
    twentieth = (
        select(latest.id)
        .join(Case, Case.id == latest.case_id)
        .where(latest.user_id == User.id, Case.decided.is_not(None))
        .order_by(latest.id.desc())
        .offset(LATEST - 1)
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(User.id, func.count(), func.count().filter(dismissed(Flag.case_id)))
        .join(Flag, Flag.user_id == User.id)
        .join(Case, Case.id == Flag.case_id)
        .where(User.id.in_([one for one in people if one]), Case.decided.is_not(None))
        .where(Flag.id >= func.coalesce(twentieth, 0))
        .group_by(User.id)
    )
    return {user_id: (decided, dismissals) for user_id, decided, dismissals in rows}


def unheeded(person: User) -> Decision | None:
    """The decision by which a person's flags and notices are not attended to now, the one that ends last."""
    query = select(Decision).where(standing(person.id), Decision.act == "unheed", Decision.until > utcnow())
    return db.session.scalar(query.order_by(Decision.until.desc(), Decision.id.desc()).limit(1))


def was_warned(person: User) -> bool:
    """Whether a person was warned before, and was told so."""
    warning = Decision.person_id == person.id, Decision.act == "warn", Decision.undone.is_(None)
    query = select(Decision.id).where(*warning, Decision.told.is_not(None))
    return db.session.scalar(query.limit(1)) is not None
