"""Warning, silencing and suspending people, with an end, and emptying their profiles.

The caller owns the transaction.
"""

from datetime import datetime, timedelta

from sqlalchemy import func, select, true

from forum.accounts.actions.people import other_admin
from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions import lock_post
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold, hold_row
from forum.moderation.actions.cases import case_of, conclude, open_case
from forum.moderation.actions.deciding import Grounds, calling, decided, not_own_flag, reasoned, taken
from forum.moderation.actions.reach import within_reach
from forum.moderation.actions.refusals import CaseClosed, EndMissing, LastToAct, NotNow, NotWarned
from forum.moderation.acts import PROFILE_ACTS, TIMED, acts_on_person
from forum.moderation.models import Case, Decision, PersonNote
from forum.moderation.models.decisions import SANCTIONS
from forum.moderation.queries.heeding import unheeded, was_warned
from forum.moderation.queries.restriction import standing

MOMENT = timedelta(seconds=30)  # in which the same form is taken to have been sent twice
COLUMNS = {"silence": "silenced_until", "suspend": "suspended_until"}


def decide_person(
    person: User,
    moderator: User | None,
    act: str,
    grounds: Grounds | str,
    *,
    until: datetime | None = None,
    case: Case | None = None,
    beside: Decision | None = None,
    settles: bool = True,
    once: bool = False,
) -> Decision:
    """Warn, silence or suspend a person, lift what they are under, or empty their profile.

    The open case about them is decided.

    `case` is the one that the moderator looked at, about them or a post of theirs: raises CaseClosed if it
    is no longer open; it goes on unless this `settles` it. `beside` is what was decided in it in the same
    transaction. `once`: a sanction that this moderator decided a moment ago is not decided again. Raises
    ReasonMissing, EndMissing, OnOneself, OnAdmin, OwnFlag, LastToAct, NotWarned, and NotNow if there is
    nothing to lift or empty.
    """
    why = reasoned(act, grounds)
    if act in TIMED and (until is None or until <= utcnow()):
        raise EndMissing(field="until")
    about = case_of_post(case)
    hold_person(person, act)
    again = same_again(person, moderator, act, why, until) if once and act in SANCTIONS else None
    if again is not None:
        return again
    within_reach(moderator, person.id)
    found = about or (open_case(Case.person_id == person.id) if beside is None else case_of(beside))
    if case is not None and beside is None and (found is None or found.id != case.id):
        raise CaseClosed
    not_own_flag(found, moderator)
    calls = calling(person, moderator)
    if act not in acts_on_person(person, unheeded=unheeded(person) is not None):
        raise NotNow
    if act == "unheed" and not was_warned(person):
        raise NotWarned
    ends = until if act in TIMED else None
    decision = decided(act, why, moderator, case=found or calls, person=person, until=ends)
    decision.before = {"state": person.state}
    restrict(person)
    if act in PROFILE_ACTS:
        decision.before = decision.before | {"profile": PROFILE_ACTS[act].before(person)}
        PROFILE_ACTS[act].do(person)
    if act == "lift" and person.state == "suspended":
        person.state = "active"
    record(f"person.{act}", "user", person.id, moderator and moderator.id)
    if beside is None:
        conclude(decision, found, moderator, settles=settles)
    else:
        decision.settles = beside.settles
    taken(decision)
    return decision


def hold_person(person: User, act: str) -> None:
    """Hold whom a measure is about; an administrator with the others. Raises LastToAct if none of these could
    act while it lasts.
    """
    if act in COLUMNS and person.role == "admin":
        hold(User, User.role == "admin")
    hold_row(person)
    if act in COLUMNS and person.role == "admin" and not other_admin(person):
        raise LastToAct


def same_again(
    person: User, moderator: User | None, act: str, why: Grounds, until: datetime | None
) -> Decision | None:
    """What the moderator decided on a held person a moment ago with the same words and end, if it stands: the
    form arrived twice.
    """
    ends = Decision.until.between(until - MOMENT, until + MOMENT) if act in TIMED and until else true()
    query = select(Decision).where(
        Decision.person_id == person.id,
        Decision.moderator_id == (moderator and moderator.id),
        Decision.act == act,
        Decision.reason == why.reason,
        Decision.rule == why.rule,
        Decision.undone.is_(None),
        Decision.created > utcnow() - MOMENT,
        ends,
    )
    return db.session.scalar(query.order_by(Decision.id).limit(1))


def hold_both(case: Case, person: User, act: str) -> None:
    """Hold what a case is about, and whom a measure is about, before the first of the two is recorded."""
    case_of_post(case)
    hold_person(person, act)


def case_of_post(case: Case | None) -> Case | None:
    """The case, held, if it is an open one about a post; the post's thread first, as everywhere."""
    if case is None or case.post_id is None:
        return None
    lock_post(db.session.get_one(Post, case.post_id))
    return open_case(Case.id == case.id)


def note_person(person: User, moderator: User, text: str) -> PersonNote:
    """A note for the team, at any time."""
    note = PersonNote(person_id=person.id, author_id=moderator.id, text=text)
    db.session.add(note)
    record("person.note", "user", person.id, moderator.id)
    return note


def restrict(person: User) -> None:
    """Set until when a held person is silenced and suspended: what their standing decisions say.

    Those from before one that lifts them count no more.
    """
    db.session.flush()
    for act, column in COLUMNS.items():
        ends = select(func.max(Decision.until)).where(standing(person.id), Decision.act == act)
        setattr(person, column, db.session.scalar(ends))


def undo_sanction(decision: Decision, moderator: User | None) -> None:
    """What a decision on a person did is over; the decision is marked as undone."""
    person = db.session.get_one(User, decision.person_id)
    hold_row(person)
    restrict(person)
    if decision.act == "lift" and person.state == "active":
        person.state = str(decision.before.get("state", "active"))
    if decision.act in PROFILE_ACTS:
        PROFILE_ACTS[decision.act].undo(decision, moderator)
    record("person.restore", "user", person.id, moderator and moderator.id, decision=decision.id)
