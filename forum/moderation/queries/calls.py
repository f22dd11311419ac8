"""The open cases that concern a thing: what calls for a decision on it, and who may not take that."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, or_, select

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.numbers import Ranges
from forum.moderation.models import OPEN_STATES, Case, Flag, Notice
from forum.moderation.models.cases import UNREAD

WHOLE_ACTS: Collection[str] = frozenset({"remove", "restore", "move", "merge"})  # on each post of a thread
ORDER = ("notice", "person", "automatic")


@dataclass(frozen=True)
class Call:
    """An open case, by id; `source` is the first of ORDER that it has flags of, empty where it has none.

    `number` is that of its post in its thread; `own` whether the person who was asked about flagged in it.
    """

    case_id: int
    number: int | None
    source: str
    own: bool


def open_calls(
    thing: Post | Thread | User, person_id: int | None, act: str = "", numbers: Ranges | None = None
) -> Sequence[Call]:
    """The open cases that concern what an act is done to, the weightiest source first; in one statement.

    Those about a post; about a person or what they wrote; of a thread, about its opening post and those of
    these `numbers`, or about any of its posts where the act is on all. `person_id`: whose flags are `own`.
    """
    source = case(*((has_flag(one), one) for one in ORDER), else_="")
    query = (
        select(Case.id, Post.number, source.label("source"), called_by(person_id or 0).label("own"))
        .outerjoin(Post, Post.id == Case.post_id)
        .where(Case.state.in_(OPEN_STATES), has_flag(), concerns(thing))
    )
    calls = [Call(row.id, row.number, row.source, row.own) for row in db.session.execute(query)]
    if isinstance(thing, Thread) and act not in WHOLE_ACTS:
        calls = [one for one in calls if one.number in (1, None) or (numbers and one.number in numbers)]
    order = (*ORDER, "")
    return sorted(calls, key=lambda one: (order.index(one.source), -one.case_id))


def flagged_oneself(
    thing: Post | Thread | User, person_id: int | None, act: str = "", numbers: Ranges | None = None
) -> bool:
    """Whether a person flagged, or sent a notice, in an open case that concerns what an act is done to."""
    return any(one.own for one in open_calls(thing, person_id, act, numbers))


def concerns(thing: Post | Thread | User) -> ColumnElement[bool]:
    """The condition on Case and its Post that it is about a thing, a thread's post or what a person wrote."""
    if isinstance(thing, Post):
        return Case.post_id == thing.id
    if isinstance(thing, Thread):
        return Post.thread_id == thing.id
    return or_(Case.person_id == thing.id, Post.author_id == thing.id)


def called_by(person_id: int) -> ColumnElement[bool]:
    """The condition on Case that a person flagged in it, or sent a notice."""
    flagged = select(Flag.id).where(Flag.case_id == Case.id, Flag.user_id == person_id)
    noticed = select(Notice.id).where(Notice.case_id == Case.id, Notice.person_id == person_id)
    return or_(flagged.correlate(Case).exists(), noticed.correlate(Case).exists())


def has_flag(source: str = "") -> ColumnElement[bool]:
    """The condition on Case that it has a flag, of a kind if one is given: one of the team's own has none."""
    kind = [Flag.source == source, Flag.reason != UNREAD] if source else []
    flag = select(Flag.id).where(Flag.case_id == Case.id, *kind)
    return flag.correlate(Case).exists()
