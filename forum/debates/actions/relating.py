"""Which threads are about the same as another."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from forum.debates.models import RelatedThread, Thread
from forum.debates.names import thread_name
from forum.extensions import db
from forum.lib.pages import touching


def relate(thread_id: int, others: Sequence[int]) -> None:
    """Have these threads, the nearest first, stand beside the thread in place of those that did."""
    there = set(db.session.scalars(select(Thread.id).where(Thread.id.in_(others))))
    kept = [other for other in others if other in there]
    here = touching(thread_name(thread_id))
    db.session.execute(
        delete(RelatedThread).where(RelatedThread.thread_id == thread_id), execution_options=here
    )
    if kept:
        rows = [{"thread_id": thread_id, "place": i, "other_id": other} for i, other in enumerate(kept)]
        db.session.execute(insert(RelatedThread), rows, execution_options=here)
