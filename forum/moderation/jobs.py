"""What happens to decisions later."""

from sqlalchemy import select

from forum.audit.actions import record
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.jobs import job
from forum.lib.locks import hold_row
from forum.lib.transactions import transaction
from forum.moderation.actions.notices import forget_notifier
from forum.moderation.actions.telling import tell_decisions
from forum.moderation.models import APPEAL, Case, Notice
from forum.moderation.queries.notices import to_forget

BATCH = 50


def close_cases() -> None:
    """Cases that nobody can appeal against any more are closed."""
    long_ago = utcnow() - APPEAL
    over = select(Case.id).where(Case.state == "decided", Case.decided < long_ago)
    for case_id in db.session.scalars(over.order_by(Case.decided).limit(BATCH)).all():
        with transaction():
            case = db.session.get_one(Case, case_id)
            hold_row(case)
            if case.state == "decided":
                case.state, case.closed = "closed", utcnow()
                record("case.closed", "case", case.id, None)


def forget_notifiers() -> None:
    """Names and mails of who sent notices that were decided long ago are gone."""
    for notice_id in to_forget(BATCH):
        with transaction():
            forget_notifier(db.session.get_one(Notice, notice_id))


statements = job(tell_decisions)
closing = job(close_cases)
forgetting = job(forget_notifiers)
