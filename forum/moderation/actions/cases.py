"""Cases: how they come to be, who has them in hand, and when they end. The caller owns the transaction.

docs/moderation.md has the table of their states.
"""

from sqlalchemy import ColumnElement, or_, select, update

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import held, hold, hold_row
from forum.moderation.actions.refusals import CaseClosed, CaseTaken, StillHidden
from forum.moderation.models import OPEN_STATES, Appeal, Case, CaseNote, Decision, Flag, MovedCase, Notice
from forum.moderation.queries.decisions import hiding
from forum.moderation.queries.nobody import has_lapsed


def new_case(*, post_id: int | None = None, person_id: int | None = None, place: str = "") -> Case:
    """An open case about a thing that has none; the thing is held."""
    about_id = concerned(post_id, person_id)
    case = Case(post_id=post_id, person_id=person_id, about_id=about_id, place=place, state="new", weight=0)
    db.session.add(case)
    db.session.flush()
    return case


def concerned(post_id: int | None, person_id: int | None) -> int | None:
    """Whom a case about a post or a person concerns."""
    if post_id is None:
        return person_id
    return db.session.scalar(select(Post.author_id).where(Post.id == post_id))


def own_case(post_id: int, moderator: User | None) -> Case:
    """An open case about a held post that has none, by the team's own look: nobody flagged in it."""
    case = new_case(post_id=post_id)
    record("case.open", "case", case.id, moderator and moderator.id)
    return case


def open_case(*about: ColumnElement[bool]) -> Case | None:
    """The open case about a thing, held until the transaction ends."""
    return db.session.scalar(held(select(Case).where(Case.state.in_(OPEN_STATES), *about)))


def still_open(case: Case | None) -> Case | None:
    """The case that a moderator decides in, held, if there is one. Raises CaseClosed."""
    if case is None:
        return None
    found = open_case(Case.id == case.id)
    if found is None:
        raise CaseClosed
    return found


def case_of(decision: Decision) -> Case | None:
    """The case that a decision was taken in, if there was one."""
    return None if decision.case_id is None else db.session.get_one(Case, decision.case_id)


def open_or_new(**about: object) -> Case:
    """The open case about a thing, held; a new one if there is none. `about` are columns of Case."""
    same = (getattr(Case, name) == value for name, value in about.items())
    return open_case(*same) or new_case(**about)  # type: ignore[arg-type]


def lock_open(case: Case) -> None:
    """Hold a case that waits. Raises CaseClosed if it no longer does."""
    hold_row(case)
    if not case.is_open and case.state != "appealed":
        raise CaseClosed


def hold_case(decision: Decision) -> Case | None:
    """Hold the case of a decision, if it was taken in one, and then the decision.

    With it the open case about the same thing, where its flags may go. The subject is held, and nothing is
    recorded yet.
    """
    case = case_of(decision)
    if case is not None:
        hold(Case, (Case.id == case.id) | (Case.state.in_(OPEN_STATES) & same_thing(case)))
        hold_row(case)
    hold_row(decision)
    return case


def take_case(case: Case, moderator: User) -> None:
    """The moderator has it in hand. Raises CaseClosed, and CaseTaken if another has who can decide it."""
    lock_open(case)
    if case.assignee_id not in (None, moderator.id) and not has_lapsed(case):
        raise CaseTaken
    assigned(case, moderator, moderator)


def assign_case(case: Case, to: User, moderator: User) -> None:
    """Hand the case to somebody who decides there: that they do is the caller's to see. Raises CaseClosed."""
    lock_open(case)
    assigned(case, to, moderator)


def release_case(case: Case, moderator: User) -> None:
    """Nobody has it in hand any more. Raises CaseClosed."""
    lock_open(case)
    assigned(case, None, moderator)


def assigned(case: Case, to: User | None, moderator: User | None) -> None:
    """Who has a held case in hand, with its audit row."""
    case.assignee_id = to and to.id
    if case.is_open:
        case.state = "in_hand" if to else "new"
    record("case.assign", "case", case.id, moderator and moderator.id, to=case.assignee_id)


def note_case(case: Case, moderator: User, text: str) -> CaseNote:
    """A note for the team, at any time."""
    note = CaseNote(case_id=case.id, author_id=moderator.id, text=text)
    db.session.add(note)
    record("case.note", "case", case.id, moderator.id)
    return note


def settle(decision: Decision, case: Case | None, moderator: User | None) -> None:
    """A held case is decided by this, if there is one. Raises StillHidden if its post waits out of sight."""
    if case is None:
        return
    if hiding(case) is not None:
        raise StillHidden
    case.state = "decided" if waiting_appeal(case) is None else "appealed"
    case.decided = utcnow()
    case.assignee_id = case.assignee_id or (moderator and moderator.id)
    decision.settles = True
    record("case.decided", "case", case.id, moderator and moderator.id)


def conclude(decision: Decision, case: Case | None, moderator: User | None, *, settles: bool) -> None:
    """A held case is decided by this, or goes on, as does one that only concerns its thing. StillHidden."""
    apart = decision.case_id != (case and case.id)
    (keep_open if apart or not settles else settle)(decision, case, moderator)


def keep_open(decision: Decision, case: Case | None, moderator: User | None) -> None:
    """What was decided does not end its held case, if there is one: somebody has it in hand."""
    decision.settles = False
    if case is not None and case.assignee_id is None and moderator is not None:
        assigned(case, moderator, moderator)


def reopen(case: Case, moderator: User | None) -> None:
    """A held case waits for a decision again, as none of those that settled it stands, or its post is hidden.

    Where its thing was flagged anew meanwhile, its flags go to that case, and it is closed.
    """
    standing = select(Decision.id).where(
        Decision.case_id == case.id, Decision.undone.is_(None), Decision.settles.is_(True)
    )
    if case.is_open or (db.session.scalar(standing.limit(1)) is not None and hiding(case) is None):
        return
    other = open_case(Case.id != case.id, same_thing(case))
    if other is None:
        case.state, case.decided, case.closed = "in_hand" if case.assignee_id else "new", None, None
    else:
        hand_over(case, other)
        case.state, case.closed = "closed", utcnow()
        if None not in (case.assignee_id, hiding(other)) and other.assignee_id is None:
            assigned(other, db.session.get_one(User, case.assignee_id), moderator)
    record("case.reopen", "case", case.id, moderator and moderator.id, into=other and other.id)


def end_own(case: Case, moderator: User | None) -> None:
    """A held case in which nobody flagged ends once the hiding that it was opened for no longer stands."""
    flags = select(Flag.id).where(Flag.case_id == case.id).limit(1)
    if case.is_open and db.session.scalar(flags) is None and hiding(case) is None:
        case.state, case.decided, case.closed = "closed", case.decided or utcnow(), utcnow()
        record("case.closed", "case", case.id, moderator and moderator.id)


def same_thing(case: Case) -> ColumnElement[bool]:
    """The condition on Case that it is about the same thing."""
    if case.post_id is not None:
        return Case.post_id == case.post_id
    if case.person_id is not None:
        return Case.person_id == case.person_id
    return Case.id == case.id


def hand_over(case: Case, other: Case) -> None:
    """Flags and notices of a case become another's; of whoever flagged in both, the older stays behind.

    Where the address of the case was given, it leads there from now on.
    """
    theirs = select(Flag.user_id).where(Flag.case_id == other.id, Flag.user_id.is_not(None))
    alone = or_(Flag.user_id.is_(None), Flag.user_id.not_in(theirs))
    quietly = {"synchronize_session": False}
    moved = update(Flag).where(Flag.case_id == case.id, alone).values(case_id=other.id)
    db.session.execute(moved, execution_options=quietly)
    told = update(Notice).where(Notice.case_id == case.id).values(case_id=other.id)
    db.session.execute(told, execution_options=quietly)
    db.session.execute(
        update(MovedCase).where(MovedCase.into_id == case.id).values(into_id=other.id),
        execution_options=quietly,
    )
    db.session.add(MovedCase(case_id=case.id, into_id=other.id))
    weights = db.session.scalars(select(Flag.weight).where(Flag.case_id == other.id))
    other.weight = sum(weights)


def end_appeal(case: Case, moderator: User) -> None:
    """An appeal in a held case was heard: it is closed once none waits."""
    if case.state == "appealed" and waiting_appeal(case) is None:
        case.state, case.closed = "closed", utcnow()
        record("case.closed", "case", case.id, moderator.id)


def waiting_appeal(case: Case) -> int | None:
    """The id of an appeal against what was decided in a case that nobody has heard yet."""
    waiting = (
        select(Appeal.id).join(Appeal.decision).where(Decision.case_id == case.id, Appeal.outcome.is_(None))
    )
    return db.session.scalar(waiting.limit(1))
