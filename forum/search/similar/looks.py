"""Which threads wait for a look at what is related to them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select, update

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.upsert import insert_into
from forum.search.models import RelatedLook
from forum.search.similar.queries import LONGEST

AGAIN = timedelta(days=30)  # how old the threads beside one may be, where nothing told of others
SOON = timedelta(hours=1)  # after which those that a new thread found look again, for several at once
AT_ONCE = {"synchronize_session": False}


class Waiting(NamedTuple):
    """A thread that is to be looked at, and what it is about."""

    thread_id: int
    linked_id: int | None
    group_id: int | None
    title: str
    text: str
    language: str
    shown: bool
    due: datetime
    changed: bool


def look_at(thread_id: int) -> None:
    """Have what is related to a thread looked for: it is new, or not as it was."""
    row = insert_into(RelatedLook).values(thread_id=thread_id, due=utcnow(), changed=True)
    again = {"due": row.excluded.due, "changed": row.excluded.changed}
    db.session.execute(row.on_conflict_do_update(index_elements=["thread_id"], set_=again))


def waiting_threads(most: int) -> Sequence[Waiting]:
    """Threads whose look is due and whose opening post is indexed, the latest first."""
    shown = (Thread.state == "visible") & (Post.state == "visible")
    threads = (
        select(
            Thread.id,
            Thread.linked_id,
            Thread.group_id,
            Thread.title,
            func.substr(Post.body_text, 1, LONGEST),
            Post.language,
            shown,
            RelatedLook.due,
            RelatedLook.changed,
        )
        .join(RelatedLook, RelatedLook.thread_id == Thread.id)
        .join(Post, Post.thread_id == Thread.id)
        .where(RelatedLook.due <= utcnow(), Post.number == 1, Post.indexed_revision >= Post.revision)
        .order_by(RelatedLook.due.desc())
        .limit(most)
    )
    return [Waiting(*row) for row in db.session.execute(threads).all()]


def note_look(one: Waiting) -> bool:
    """Note that a thread was looked at; False if it changed meanwhile, or somebody else did it."""
    same = RelatedLook.thread_id == one.thread_id, RelatedLook.due == one.due
    later = {"due": utcnow() + AGAIN, "changed": False}
    done = db.session.execute(update(RelatedLook).where(*same).values(**later), execution_options=AT_ONCE)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def wake(thread_ids: Collection[int]) -> None:
    """Have these threads look again soon, but for those whose look somebody else is writing."""
    soon = utcnow() + SOON
    free = (
        select(RelatedLook.thread_id)
        .where(RelatedLook.thread_id.in_(thread_ids), RelatedLook.due > soon)
        .with_for_update(skip_locked=True)
    )
    earlier = update(RelatedLook).where(RelatedLook.thread_id.in_(free)).values(due=soon)
    db.session.execute(earlier, execution_options=AT_ONCE)
