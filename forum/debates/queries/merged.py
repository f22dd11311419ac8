"""Where a thread that was merged goes on."""

from sqlalchemy import select

from forum.debates.models import MovedPost, Post, Thread, Transfer
from forum.extensions import db

MOST_STEPS = 100  # from thread to thread: more were never merged one after another


def merged_into(thread_id: int) -> int | None:
    """The thread that has all the posts of a removed one, if it was not removed but emptied."""
    emptied = (Transfer.source_id == thread_id) & Transfer.emptied & Transfer.undone.is_(None)
    return db.session.scalar(select(Transfer.target_id).where(emptied).order_by(Transfer.id.desc()).limit(1))


def goes_on_in(thread: Thread) -> Thread | None:
    """The thread where a removed one goes on, at the end of however many were merged one after another."""
    found: Thread | None = None
    for _step in range(MOST_STEPS):
        last = found or thread
        next_id = merged_into(last.id) if last.state == "removed" else None
        if next_id is None:
            break
        found = db.session.get_one(Thread, next_id)
    return found


def number_now(thread_id: int, first: int, last: int, target_id: int) -> int | None:
    """The number in another thread of the first post which had one from `first` to `last` in this one."""
    there = (
        select(Post.number)
        .join(MovedPost, MovedPost.post_id == Post.id)
        .where(MovedPost.thread_id == thread_id, MovedPost.number.between(first, last))
        .where(Post.thread_id == target_id)
    )
    return db.session.scalar(there.order_by(MovedPost.number).limit(1))
