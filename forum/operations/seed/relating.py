"""Threads beside each thread, as if they were about the same."""

from sqlalchemy import func, insert, literal, select

from forum.debates.models import RelatedThread, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.search.models import RelatedLook
from forum.search.similar.jobs import KEPT
from forum.search.similar.looks import AGAIN

STEPS = (101, 211, 307, 401, 503, 601, 701, 809)  # from a thread to those beside it, by id


def relate_all() -> None:
    """Put other threads beside each, and have nobody look for nearer ones for a while."""
    count = db.session.scalar(select(func.max(Thread.id))) or 0
    for place, step in enumerate(STEPS[:KEPT]):
        other = (Thread.id + step) % count + 1
        rows = select(Thread.id, literal(place), other).where(other != Thread.id)
        db.session.execute(insert(RelatedThread).from_select(["thread_id", "place", "other_id"], rows))
    later = select(Thread.id, literal(utcnow() + AGAIN, RelatedLook.due.type), literal(False))
    db.session.execute(insert(RelatedLook).from_select(["thread_id", "due", "changed"], later))
