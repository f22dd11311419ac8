"""Facts about threads that the index does not hold, as they are in the database now: closing one indexes
nothing again."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import ColumnElement, select, true

from forum.debates.models import Subscription, Thread
from forum.extensions import db
from forum.search.documents import person
from forum.search.query import Filter, Node, Not, Or
from forum.search.query.tree import joined

ORDERS = {"activity": (Thread.last_activity,), "replies": (Thread.reply_count, Thread.last_activity)}


def threads(*conditions: ColumnElement[bool]) -> Filter:
    """The visible threads that meet some conditions."""
    ids = db.session.scalars(select(Thread.id).where(Thread.state == "visible", *conditions))
    return Filter("thread", tuple(map(str, ids)))


# Nothing marks an answer as the one that solves: as yet no debate is solved. Fewer are closed than open.
STATES: Mapping[str, Callable[[], Node]] = {
    "open": lambda: Not(threads(Thread.closed == true())),
    "closed": lambda: threads(Thread.closed == true()),
    "unanswered": lambda: threads(Thread.reply_count == 0),
    "pinned": lambda: threads(Thread.pinned == true()),
    "solved": lambda: Filter("thread", ()),
    "unsolved": lambda: Filter("kind", ("debate",)),
}


def in_state(values: Sequence[str]) -> Node | None:
    """Threads in any of these states."""
    return joined(Or, [STATES[value]() for value in values])


def of_person(values: Sequence[str], user_id: int) -> Node | None:
    """What a person wrote, or what stands in the threads that they follow."""
    return joined(Or, [written_by(user_id) if value == "mine" else followed_by(user_id) for value in values])


def written_by(user_id: int) -> Filter:
    """What a person wrote."""
    return Filter("author", (person(user_id),))


def followed_by(user_id: int) -> Filter:
    """The threads that a person follows."""
    return threads(
        Thread.id.in_(select(Subscription.thread_id).where(Subscription.user_id == user_id)),
    )


def thread_places(order: str) -> Mapping[int, int]:
    """Where each visible thread stands in an order that the index does not know, the last one highest.

    Empty for an order that it knows.
    """
    columns = ORDERS.get(order)
    if columns is None:
        return {}
    ids = db.session.scalars(select(Thread.id).where(Thread.state == "visible").order_by(*columns, Thread.id))
    return {thread: place for place, thread in enumerate(ids, 1)}
