"""What stands on a page of a thread besides its posts: pointers to what moved, and dividers.

A page that is kept lives by the threads that they name, and by those that may not be seen now: they may be
again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from forum.debates.models import MovedPost, Post, Thread, Transfer
from forum.debates.names import heading_name
from forum.debates.queries.visible import in_visible_groups, visible_threads
from forum.extensions import db
from forum.lib.pages import shows
from forum.permissions import Viewer


@dataclass(frozen=True)
class Pointer:
    """The place `number` of a post that moved; it is `post_id`, now number `now` of `thread`."""

    number: int
    post_id: int
    now: int
    thread: Thread


def pointers_between(thread_id: int, first: int, last: int, viewer: Viewer) -> Sequence[Pointer]:
    """The pointers among these numbers of a thread, to what `viewer` may see."""
    query = (
        select(MovedPost.number, Post.id, Post.number, Thread, Post.thread_id)
        .join(Post, Post.id == MovedPost.post_id)
        .outerjoin(Thread, and_(Thread.id == Post.thread_id, visible_threads(viewer, indexed=False)))
        .where(MovedPost.thread_id == thread_id, MovedPost.number.between(first, last))
        .order_by(MovedPost.number)
    )
    rows = db.session.execute(query).all()
    shows(*(heading_name(row[-1]) for row in rows))
    return [Pointer(row[0] or 0, row[1], row[2] or 0, row[3]) for row in rows if row[3]]


@dataclass(frozen=True)
class Divider:
    """Where posts that came from another thread begin: how, when, and from where, if one may know."""

    kind: str
    at: datetime
    source: Thread | None


def dividers_between(thread_id: int, first: int, last: int, viewer: Viewer) -> Mapping[int, Divider]:
    """The dividers among these numbers of a thread, by the number that they stand before."""
    known = and_(Thread.id == Transfer.source_id, named_to(viewer))
    query = (
        select(Transfer.first, Transfer.kind, Transfer.at, Thread, Transfer.source_id)
        .outerjoin(Thread, known)
        .where(Transfer.target_id == thread_id, Transfer.first.between(first, last))
        .where(Transfer.kind != "back", Transfer.undone.is_(None))
    )
    rows = db.session.execute(query).all()
    shows(*(heading_name(row[-1]) for row in rows))
    return {row[0]: Divider(*row[1:-1]) for row in rows}


def named_to(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Thread that `viewer` may know of it, were it merged into another or not."""
    other = aliased(Transfer)
    emptied = select(other.id).where(other.source_id == Thread.id, other.emptied, other.undone.is_(None))
    return in_visible_groups(viewer) & or_(Thread.state == "visible", emptied.exists())
