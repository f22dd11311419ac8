"""Decisions that somebody asks to have looked at again."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from forum.accounts.models import User
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.lib.clock import utcnow
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.models import APPEAL, Appeal, Case, Decision, Flag
from forum.moderation.queries.decisions import WHOLE
from forum.moderation.queries.outcomes import called
from forum.moderation.queries.scope import moderated_decisions, places_of
from forum.moderation.queries.team import able, on_team
from forum.permissions import Viewer

PAGE = 25
TIMELY = timedelta(days=14)  # in which an appeal is to be heard
Appeals = Slice[Appeal]
DECISION = joinedload(Appeal.decision)
BY = (joinedload(Appeal.appellant), joinedload(Appeal.notice))
CALLS = (selectinload(Case.flags).joinedload(Flag.user), selectinload(Case.notices))
MOVED = joinedload(Case.into).options(*CALLS)


def appeal_list(viewer: Viewer, after: Cursor | None = None) -> Appeals:
    """The appeals that wait where `viewer` decides, the latest first; of several against one, the first."""
    first = select(func.min(Appeal.id)).where(Appeal.outcome.is_(None)).group_by(Appeal.decision_id)
    query = (
        select(Appeal)
        .join(Appeal.decision)
        .where(Appeal.outcome.is_(None), Appeal.id.in_(first), moderated_decisions(viewer))
        .options(DECISION.options(*WHOLE), *BY)
        .order_by(Appeal.created.desc(), Appeal.id.desc())
        .limit(PAGE + 1)
    )
    if after:
        query = query.where(after.after(Appeal.created, Appeal.id))
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.created, row.id), after)


def appeals_waiting(viewer: Viewer) -> Select[int]:
    """The number of decisions against which appeals wait where `viewer` decides."""
    query = select(func.count(Appeal.decision_id.distinct())).select_from(Appeal).join(Appeal.decision)
    return query.where(Appeal.outcome.is_(None), moderated_decisions(viewer))


def find_appeal(appeal_id: int, viewer: Viewer) -> Appeal:
    """An appeal with its decision; NotFound where `viewer` decides nothing."""
    query = select(Appeal).join(Appeal.decision).where(Appeal.id == appeal_id, moderated_decisions(viewer))
    found = db.session.scalar(
        query.options(
            DECISION.options(*WHOLE, joinedload(Decision.case).options(*CALLS, MOVED)),
            *BY,
            joinedload(Appeal.heard_by),
        )
    )
    if found is None:
        raise NotFound
    return found


def appeals_in(case: Case) -> Sequence[Appeal]:
    """The appeals against what was decided in a case, the first first."""
    query = select(Appeal).join(Appeal.decision).where(Decision.case_id == case.id)
    options = (DECISION, *BY, joinedload(Appeal.heard_by))
    return db.session.scalars(query.options(*options).order_by(Appeal.id)).all()


def hearers(appeal: Appeal) -> Sequence[User]:
    """Who may hear it: moderators there, or administrators if there is no other; none, and it is overdue."""
    return hearers_of([appeal])[appeal.id]


def hearers_of(appeals: Iterable[Appeal]) -> Mapping[int, Sequence[User]]:
    """Who may hear each, by id; three statements, however many they are.

    Never who decided, appealed, flagged, or is concerned.
    """
    decisions = [appeal.decision for appeal in appeals]
    places = {one.id: {place.group_id for place in places_of(one.decision)} for one in appeals}
    groups = {group_id for some in places.values() for group_id in some if group_id}
    there, calls = moderators_of(groups), called([one.case_id for one in decisions])
    which = on_team(GroupMember.group_id.in_(groups)), able()
    people = db.session.scalars(select(User).where(*which).order_by(User.sort_key, User.id)).all()

    def may_hear(person: User, appeal: Appeal) -> bool:
        decision, where = appeal.decision, places[appeal.id]
        local = bool(where) and all((group_id, person.id) in there for group_id in where)
        about_admin = decision.person is not None and decision.person.role == "admin"
        return (
            (person.role != "member" or local)
            and (person.role == "admin" or not about_admin)
            and person.id not in (decision.moderator_id, appeal.appellant_id, decision.person_id)
            and (decision.case_id, person.id) not in calls
        )

    found = {one.id: [person for person in people if may_hear(person, one)] for one in appeals}
    return {key: [one for one in some if one.role != "admin"] or some for key, some in found.items()}


def moderators_of(groups: Iterable[int]) -> set[tuple[int, int]]:
    """Who moderates these groups: pairs of group and person."""
    query = select(GroupMember.group_id, GroupMember.user_id)
    rows = db.session.execute(query.where(GroupMember.moderator, GroupMember.group_id.in_(groups)))
    return {(group_id, user_id) for group_id, user_id in rows}


def overdue(appeal: Appeal, people: Sequence[User]) -> bool:
    """Whether it should have been heard by now, or nobody can hear it; `people` are its hearers."""
    if appeal.outcome is not None:
        return False
    return appeal.created + TIMELY < utcnow() or not people


def own_appeal(decision: Decision, person_id: int) -> Appeal | None:
    """The appeal of a person against a decision, if they made one."""
    query = select(Appeal).where(Appeal.decision_id == decision.id, Appeal.appellant_id == person_id)
    return db.session.scalar(query)


def review_of(decision: Decision) -> Appeal | None:
    """The review of a decision that was decided, whoever asked for it: there is one at most."""
    query = select(Appeal).where(Appeal.decision_id == decision.id, Appeal.outcome.is_not(None))
    return db.session.scalar(query.order_by(Appeal.id).limit(1))


def appeals_against(decision: Decision) -> Sequence[Appeal]:
    """All the appeals against a decision, which are heard together; the first first."""
    query = select(Appeal).where(Appeal.decision_id == decision.id).options(DECISION, *BY)
    return db.session.scalars(query.order_by(Appeal.id)).all()


def appeal_ends(decision: Decision) -> datetime | None:
    """Until when one can appeal; None where one no longer can, or cannot yet."""
    if decision.told is None or decision.undone or decision.told + APPEAL < utcnow():
        return None
    return decision.told + APPEAL
