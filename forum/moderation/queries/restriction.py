"""What a person may not do for now, and which decision says so."""

from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from forum.accounts.models import User
from forum.extensions import db
from forum.moderation.models import Decision
from forum.permissions import viewer


@dataclass(frozen=True)
class Restriction:
    """What holds now: `kind` is suspend, or silence. `until` is None where it has no end.

    `decision_id` is the decision that their own page shows: None until its statement of reasons has left, for
    which `coming` says that it will.
    """

    kind: str
    until: datetime | None
    reason: str = ""
    decision_id: int | None = None
    coming: bool = False


def restriction() -> Restriction | None:
    """What whoever looks may not do for now; found once a request, and the database asked only if it is."""
    if "restriction" not in g:
        g.restriction = restriction_of(current_user) if viewer().id is not None else None
    found: Restriction | None = g.restriction
    return found


def restriction_of(person: User) -> Restriction | None:
    """What a person may not do for now: the widest that holds, in one statement; none if nothing does."""
    if not person.suspended and not person.silenced:
        return None
    kind = "suspend" if person.suspended else "silence"
    until = person.suspended_until if kind == "suspend" else person.silenced_until
    last = select(Decision).where(standing(person.id), Decision.act == kind)
    decision = db.session.scalar(last.order_by(Decision.until.desc(), Decision.id.desc()).limit(1))
    if decision is None:
        return Restriction(kind, until)
    if decision.told is None:
        return Restriction(kind, until, decision.reason, coming=True)
    return Restriction(kind, until, decision.reason, decision.id)


def standing(person_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The condition on Decision that it is on a person, and neither undone nor lifted since."""
    lift = aliased(Decision)
    lifted = select(func.max(lift.id)).where(
        lift.person_id == person_id, lift.act == "lift", lift.undone.is_(None)
    )
    since = func.coalesce(lifted.correlate_except(lift).scalar_subquery(), 0)
    return and_(Decision.person_id == person_id, Decision.undone.is_(None), Decision.id > since)
