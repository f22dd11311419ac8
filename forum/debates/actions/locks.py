"""Holding a thread, and reading again what the rules depend on."""

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.locks import held


def lock_thread(thread: Thread) -> None:
    """Hold the thread until the transaction ends, and read it again. The first lock: then groups, tags."""
    (thread_id,) = inspect(thread).identity or ()  # `thread.id` would read it once more before the lock
    db.session.scalars(held(select(Thread).where(Thread.id == thread_id))).one()


def lock_post(post: Post) -> None:
    """Hold the post's thread until the transaction ends, and read the post again."""
    lock_thread(db.session.get_one(Thread, post.thread_id))
    db.session.scalars(
        select(Post)
        .where(Post.id == post.id)
        .options(joinedload(Post.thread))
        .execution_options(populate_existing=True)
    ).one()
