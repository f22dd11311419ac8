"""Holding a thread, and reading again what the rules depend on."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.locks import held, id_of


def lock_thread(thread: Thread) -> None:
    """Hold the thread until the transaction ends, and read it again, with its group. The first lock.

    The group by a statement of its own: a join would look for the group that the thread had before the wait.
    """
    query = select(Thread).where(Thread.id == id_of(thread)).options(selectinload(Thread.group))
    db.session.scalars(held(query)).one()


def lock_post(post: Post) -> None:
    """Hold the post's thread until the transaction ends, and read the post again."""
    lock_thread(db.session.get_one(Thread, post.thread_id))
    db.session.scalars(
        select(Post)
        .where(Post.id == post.id)
        .options(joinedload(Post.thread))
        .execution_options(populate_existing=True)
    ).one()
