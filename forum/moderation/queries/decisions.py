"""What was decided: for the team, and for whom it concerns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import joinedload

from forum.debates.models import Post, Thread, Transfer
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.moderation.acts import UNSTATED, only_pins
from forum.moderation.models import Case, Decision
from forum.moderation.models.decisions import UNDO
from forum.moderation.queries.scope import moderated_decisions
from forum.permissions import Viewer

PAGE = 25
EARLIER = 20
WHOLE = (
    joinedload(Decision.thread).joinedload(Thread.group),
    joinedload(Decision.transfer).joinedload(Transfer.target),
    joinedload(Decision.post).joinedload(Post.thread),
    joinedload(Decision.case).joinedload(Case.post).joinedload(Post.thread),
    joinedload(Decision.person),
    joinedload(Decision.moderator),
)


def decision_list(viewer: Viewer, after: Cursor | None = None) -> Slice[Decision]:
    """What was decided, the latest first."""
    return some_of((moderated_decisions(viewer),), after)


def some_of(which: Iterable[ColumnElement[bool]], after: Cursor | None) -> Slice[Decision]:
    """The decisions that meet the conditions, with their things, the latest first."""
    query = select(Decision).where(*which).options(*WHOLE).order_by(Decision.id.desc()).limit(PAGE + 1)
    if after:
        query = query.where(Decision.id < after.id)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.created, row.id), after)


def decisions_about(thread_id: int, post_id: int | None = None) -> Sequence[Decision]:
    """The last decisions about a whole thread, and about the post if one is given; the latest first."""
    whole = (Decision.thread_id == thread_id) & Decision.post_id.is_(None)
    return db.session.scalars(
        select(Decision)
        .where(whole if post_id is None else or_(Decision.post_id == post_id, whole))
        .options(joinedload(Decision.moderator))
        .order_by(Decision.id.desc())
        .limit(EARLIER)
    ).all()


def decisions_in(case: Case) -> Sequence[Decision]:
    """What was decided in a case, the first first."""
    query = select(Decision).where(Decision.case_id == case.id).options(*WHOLE)
    return db.session.scalars(query.order_by(Decision.id)).all()


def decided_with(decision: Decision) -> Sequence[Decision]:
    """What else was decided in the case of a decision, if it was taken in one, the first first."""
    query = select(Decision).where(Decision.case_id == decision.case_id, Decision.id != decision.id)
    return db.session.scalars(query.order_by(Decision.id)).all() if decision.case_id else ()


def hiding(case: Case) -> Decision | None:
    """The decision by which the post of a case is out of sight while it is looked into, if it is: the last
    that stands, whichever case it was taken in.
    """
    hidden = select(Post.id).where(Post.id == case.post_id, Post.state == "hidden").exists()
    query = select(Decision).where(
        Decision.post_id == case.post_id, Decision.act == "hide", Decision.undone.is_(None), hidden
    )
    return db.session.scalar(query.order_by(Decision.id.desc()).limit(1))


def dismissed(case_id: Any) -> ColumnElement[bool]:
    """The condition on the column of a case's id that what it is about was left as it is, and that stands."""
    dismissal = Decision.case_id == case_id, Decision.act == "dismiss", Decision.undone.is_(None)
    return select(Decision.id).where(*dismissal).exists()


def just_decided(moderator_id: int) -> Sequence[Decision]:
    """What a moderator decided and can still take back, the latest first."""
    query = (
        select(Decision)
        .where(
            Decision.told.is_(None),
            Decision.undone.is_(None),
            Decision.created > utcnow() - UNDO,
            Decision.moderator_id == moderator_id,
        )
        .options(*WHOLE)
    )
    latest = query.order_by(Decision.created.desc(), Decision.id.desc())
    return db.session.scalars(latest.limit(PAGE)).all()


def cases_decided(decision_ids: Iterable[int]) -> Mapping[int, int]:
    """The case that each of these decisions was taken in, by decision, both by id."""
    rows = db.session.execute(
        select(Decision.id, Decision.case_id).where(Decision.id.in_(list(decision_ids)))
    )
    return {decision_id: case_id for decision_id, case_id in rows if case_id is not None}


def find_decision(decision_id: int, viewer: Viewer) -> Decision:
    """A decision with its thing; NotFound where `viewer` decides nothing."""
    query = select(Decision).where(Decision.id == decision_id, moderated_decisions(viewer)).options(*WHOLE)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def own_decisions(person_id: int, after: Cursor | None = None) -> Slice[Decision]:
    """What was decided about a person and what they wrote, and they were told of; the latest first."""
    return some_of(stated_to(person_id), after)


def own_decision(decision_id: int, person_id: int) -> Decision:
    """One of those. NotFound for anybody else's."""
    query = select(Decision).where(Decision.id == decision_id, *stated_to(person_id))
    found = db.session.scalar(query.options(*WHOLE))
    if found is None:
        raise NotFound
    return found


def stated_to(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Decision that a person may read its statement of reasons: one that left.

    None leaves for what `is_stated` leaves out, nor for what they decided themselves.
    """
    theirs = Decision.person_id == person_id, Decision.told.is_not(None)
    arranged = db.session.scalars(select(Decision).where(*theirs, Decision.act == "arrange"))
    pins = [one.id for one in arranged if only_pins(one)]
    approved = (Decision.act == "restore") & (Decision.before["state"].as_string() == "pending")
    return (
        *theirs,
        Decision.act.not_in(UNSTATED),
        func.coalesce(approved, false()).is_(false()),
        Decision.moderator_id.is_distinct_from(person_id),
        Decision.id.not_in(pins),
    )
