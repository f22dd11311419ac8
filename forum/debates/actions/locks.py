"""Holding a thread, and reading again what the rules depend on."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from forum.debates.actions.refusals import PostMoved
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.locks import held, id_of

HELD = held(select(Thread).where(Thread.id == bindparam("thread_id")))


def lock_thread(thread: Thread) -> None:
    """Hold the thread until the transaction ends, and read it again, with its group. The first lock.

    The group by a statement of its own: a join would look for the group that the thread had before the wait.
    """
    db.session.scalars(HELD, {"thread_id": id_of(thread)}).one()
    place = thread.group_id
    group = None if place is None else db.session.get(Group, place, populate_existing=True)
    set_committed_value(thread, "group", group)


def lock_post(post: Post) -> None:
    """Hold the post's thread until the transaction ends, and read the post again.

    Raises PostMoved if it went to another thread while we waited: that one may not be held any more.
    """
    thread_id = post.thread_id
    lock_thread(db.session.get_one(Thread, thread_id))
    db.session.scalars(
        select(Post)
        .where(Post.id == post.id)
        .options(joinedload(Post.thread))
        .execution_options(populate_existing=True)
    ).one()
    if post.thread_id != thread_id:
        raise PostMoved
