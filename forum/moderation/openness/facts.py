"""What the public log says of each decision: the one statement that log and reports are both made of."""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    case,
    cast,
    extract,
    literal,
    or_,
    select,
)

from forum.debates.models import Thread
from forum.groups.models import Group
from forum.lib.clock import utcnow
from forum.moderation.models import Appeal, Case, Decision, Flag
from forum.moderation.models.cases import UNREAD
from forum.moderation.models.decisions import UNDO

GROUNDS = ("rules", "law", "none")
SOURCES = ("notice", "flag", "automatic", "own")
OUTCOMES = ("none", "waiting", "upheld", "reversed")


def is_public() -> ColumnElement[bool]:
    """The condition on Decision that it can no longer be undone, and was not; it stays met for ever."""
    return or_(
        Decision.told.is_not(None), and_(Decision.undone.is_(None), Decision.created <= utcnow() - UNDO)
    )


def public_log() -> CTE:
    """Every public decision, a row each, with nothing of who it is about, nor where, but in an open group.

    What restricts nobody rests on nothing: its ground is none. `waited` is the seconds since its case was
    opened.
    """
    return (
        select(
            Decision.id,
            Decision.created,
            act_told().label("act"),
            case((Decision.restricts, Decision.ground), else_="none").label("ground"),
            case((and_(Decision.restricts, Decision.ground == "rules"), Decision.rule), else_="").label(
                "rule"
            ),
            Decision.automated,
            source().label("source"),
            reason().label("reason"),
            outcome().label("outcome"),
            open_group().label("group_id"),
            waited().label("waited"),
        )
        .outerjoin(Case, Case.id == Decision.case_id)
        .where(is_public())
        .cte("log")
    )


def act_told() -> ColumnElement[str]:
    """What was done; taking away a text that was not published yet is refusing it."""
    waited = Decision.before["state"].as_string() == "pending"
    return case((and_(Decision.act == "remove", waited), "refuse"), else_=Decision.act)


def source() -> ColumnElement[str]:
    """Where a decision came from: somebody's notice or flag, a program that reads texts, or nobody else.

    What a program held before it was published has no case.
    """
    return case(
        (flagged_by("notice"), "notice"),
        (flagged_by("person"), "flag"),
        (or_(flagged_by("automatic"), Decision.automated), "automatic"),
        else_="own",
    )


def flagged_by(kind: str) -> ColumnElement[bool]:
    """The condition that a decision's case has a flag of a kind."""
    called = Flag.case_id == Decision.case_id, Flag.source == kind, Flag.reason != UNREAD
    return there_is(select(literal(1)).where(*called))


def there_is(rows: Select[int]) -> ColumnElement[bool]:
    """Whether there is such a row, asked of each row of the log: for EXISTS PostgreSQL reads all at first."""
    return rows.limit(1).scalar_subquery().is_not(None)


def reason() -> ColumnElement[str]:
    """What the first flag of its case said was wrong; empty where there was none."""
    first = select(Flag.reason).where(Flag.case_id == Decision.case_id).order_by(Flag.id).limit(1)
    return case((Decision.case_id.is_(None), ""), else_=or_empty(first.scalar_subquery()))


def or_empty(text: ScalarSelect[str]) -> ColumnElement[str]:
    """A text that there may not be."""
    return case((text.is_(None), ""), else_=text)


def outcome() -> ColumnElement[str]:
    """What became of the appeals against a decision, if there were any."""
    return case(
        (appealed(Appeal.outcome == "reversed"), "reversed"),
        (appealed(Appeal.outcome.is_(None)), "waiting"),
        (appealed(), "upheld"),
        else_="none",
    )


def appealed(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that there is such an appeal against a decision."""
    return there_is(select(literal(1)).where(Appeal.decision_id == Decision.id, *how))


def open_group() -> ScalarSelect[Any]:
    """The group of what it is about, if anybody may read there: no other is told from having none."""
    return (
        select(Group.id)
        .join(Thread, Thread.group_id == Group.id)
        .where(Thread.id == Decision.thread_id, Group.visibility == "open")
        .scalar_subquery()
    )


def waited() -> ColumnElement[int]:
    """The whole seconds from when a decision's case was opened until it was taken."""
    return seconds_between(Case.opened, Decision.created)


def seconds_between(begin: Any, end: Any) -> ColumnElement[int]:
    """The whole seconds between two moments."""
    return cast(extract("epoch", end) - extract("epoch", begin), Integer)
