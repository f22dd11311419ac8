"""What happened in a case, in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.moderation.models import Appeal, Case, Decision

LATEST = 200


@dataclass(frozen=True)
class Event:
    """Something that happened: `act` as the audit log has it; `text` what somebody wrote with it.

    `decision` is what was taken; `undone` is it too, where that was taken back since, by `undone_by`.
    `from_outside`: by whoever sent a notice.
    """

    at: datetime
    act: str
    who: User | None
    text: str = ""
    to: User | None = None
    undone: Decision | None = None
    undone_by: User | None = None
    from_outside: bool = False
    decision: Decision | None = None


def timeline(case: Case, decisions: Sequence[Decision], appeals: Sequence[Appeal]) -> Sequence[Event]:
    """What happened in a case, the first first: from the audit log, with the words that were written.

    `decisions` and `appeals` are those in it.
    """
    rows = audit_of(case)
    people = persons(rows, decisions)
    events = [told(row, people) for row in rows]
    for decision in decisions:
        events.append(decided(decision, people))
        if decision.told:
            events.append(Event(decision.told, "decision.told", None))
    heard: set[tuple[int, datetime]] = set()  # those against one decision are heard at once
    for appeal in appeals:
        outside = appeal.notice_id is not None
        asked = Event(appeal.created, "decision.appeal", appeal.appellant, appeal.text, from_outside=outside)
        events.append(asked)
        if appeal.heard and (appeal.decision_id, appeal.heard) not in heard:
            heard.add((appeal.decision_id, appeal.heard))
            events.append(Event(appeal.heard, f"appeal.{appeal.outcome}", appeal.heard_by, appeal.reasons))
    for note in case.notes:
        events.append(Event(note.created, "case.note", note.author, note.text))
    return sorted(events, key=lambda event: event.at)


def decided(decision: Decision, people: dict[int, User]) -> Event:
    """A decision as an event, and whether it was taken back."""
    return Event(
        decision.created,
        f"decided.{decision.act}",
        decision.moderator,
        decision.reason,
        undone=decision if decision.undone else None,
        undone_by=people.get(decision.undone_by_id or 0),
        decision=decision,
    )


def told(row: AuditRow, people: dict[int, User]) -> Event:
    """A row of the audit log as an event."""
    by_notice = row.details.get("source") == "notice"
    who, to = people.get(row.actor_id or 0), people.get(given(row))
    return Event(row.at, row.act, who, to=to, from_outside=by_notice)


def audit_of(case: Case) -> Sequence[AuditRow]:
    """The rows of the audit log about a case, but those that are told with their words."""
    told = ("case.note", "case.decided")
    query = select(AuditRow).where(
        AuditRow.thing == "case", AuditRow.thing_id == case.id, AuditRow.act.not_in(told)
    )
    return db.session.scalars(query.order_by(AuditRow.id.desc()).limit(LATEST)).all()[::-1]


def given(row: AuditRow) -> int:
    """The id of whom something was handed to."""
    to = row.details.get("to")
    return to if isinstance(to, int) else 0


def persons(rows: Sequence[AuditRow], decisions: Sequence[Decision]) -> dict[int, User]:
    """Who the rows are by, whom they name, and who took decisions back."""
    ids = {row.actor_id for row in rows if row.actor_id} | {given(row) for row in rows}
    ids |= {one.undone_by_id for one in decisions if one.undone_by_id}
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
