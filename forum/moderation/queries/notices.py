"""Notices, for whoever sent them and for what happens to them later."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.refusals import NotFound
from forum.moderation.models import Appeal, Case, Decision, Notice
from forum.moderation.models.notices import KEPT, digest_of
from forum.moderation.queries.appeals import review_of
from forum.moderation.queries.outcomes import outcome_of


@dataclass(frozen=True)
class Followed:
    """A notice as whoever sent it may follow it: its case, what they are told was decided, and its review.

    `appeal` is their own, or else what was heard because somebody else asked for it, whose reasons were
    written for them.
    """

    notice: Notice
    case: Case
    decision: Decision | None
    appeal: Appeal | None

    @property
    def is_own(self) -> bool:
        """Whether the review is one that they asked for."""
        return self.appeal is not None and self.appeal.notice_id == self.notice.id

    @property
    def may_appeal(self) -> bool:
        """Whether they may ask for a review: of leaving it as it is. Of what they cannot see, of whatever."""
        stands = self.decision is not None and self.decision.undone is None
        return stands and (self.decision.act == "dismiss" or not self.notice.in_sight)  # type: ignore[union-attr]


def follow(token: str) -> Followed:
    """The notice whose private address has this token. NotFound."""
    notice = db.session.scalar(select(Notice).where(Notice.digest == digest_of(token)))
    if notice is None:
        raise NotFound
    case = db.session.scalars(select(Case).where(Case.id == notice.case_id)).one()
    appeal = select(Appeal).where(Appeal.notice_id == notice.id).options(joinedload(Appeal.decision))
    found = db.session.scalar(appeal.order_by(Appeal.id.desc()).limit(1))
    decision = outcome_of(case.id)
    if found is not None and decision is not None and found.decision_id != decision.id:
        found = None
    if found is None and decision is not None:
        found = review_of(decision)
    return Followed(notice, case, decision, found)


def to_forget(most: int) -> Sequence[int]:
    """Ids of notices that were decided so long ago that nobody need know who sent them."""
    settled = func.coalesce(Case.closed, Case.decided)
    query = (
        select(Notice.id)
        .join(Case, Case.id == Notice.case_id)
        .where(Notice.forgotten.is_(None), Case.state.in_(("decided", "closed")), settled < utcnow() - KEPT)
    )
    return db.session.scalars(query.order_by(Notice.id).limit(most)).all()
