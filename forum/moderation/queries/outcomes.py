"""The decision that whoever flagged in a case, or sent a notice, is told of: the same wherever they look."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select, union_all

from forum.extensions import db
from forum.moderation.models import Decision, Flag, MovedCase, Notice
from forum.moderation.queries.decisions import WHOLE


def outcomes(case_ids: Iterable[int]) -> Mapping[int, Decision]:
    """That decision of each case that has one, by case, with its thing. One statement.

    Of those that settled it, the first that stands, about the thing before one about a person, which only
    they are told of; else the last that was reversed. Where a dismissal was reversed, or what settled it
    was undone and it is open again, it is being looked at again.
    """
    told = Decision.case_id.in_(list(case_ids)), Decision.told.is_not(None), Decision.settles.is_(True)
    found: dict[int, Decision] = {}
    for decision in sorted(db.session.scalars(select(Decision).where(*told).options(*WHOLE)), key=rank):
        again = decision.act == "dismiss" or (decision.case is not None and decision.case.is_open)
        if decision.case_id is not None and not (decision.undone and again):
            found.setdefault(decision.case_id, decision)
    return found


def rank(decision: Decision) -> tuple[bool, bool, int]:
    """Which comes first of the decisions in a case."""
    is_reversed = decision.undone is not None
    return is_reversed, decision.is_on_person, -decision.id if is_reversed else decision.id


def outcome_of(case_id: int) -> Decision | None:
    """That decision of one case."""
    return outcomes([case_id]).get(case_id)


def case_now(case_id: int) -> int:
    """The case where the flags of a case are now, by its id: this one unless they went to another."""
    into = select(MovedCase.into_id).where(MovedCase.case_id == case_id)
    return db.session.scalar(into) or case_id


def called(case_ids: Iterable[int | None]) -> set[tuple[int, int]]:
    """Who flagged in these cases, or sent a notice: pairs of case and person.

    Also who did in the case where their flags are now, which is about the same thing.
    """
    cases = [case_id for case_id in case_ids if case_id]
    into = select(MovedCase.case_id, MovedCase.into_id).where(MovedCase.case_id.in_(cases)).subquery()
    calls = []
    for of_case, who in ((Flag.case_id, Flag.user_id), (Notice.case_id, Notice.person_id)):
        calls.append(select(of_case, who).where(of_case.in_(cases), who.is_not(None)))
        moved = select(into.c.case_id, who).join(into, into.c.into_id == of_case)
        calls.append(moved.where(who.is_not(None)))
    rows = db.session.execute(union_all(*calls))
    return {(case_id, user_id) for case_id, user_id in rows if user_id}
