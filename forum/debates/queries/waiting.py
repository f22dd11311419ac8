"""What awaits approval: replies, and threads with their opening posts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, union_all
from sqlalchemy.orm import contains_eager

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.indexes import unindexed
from forum.permissions import Viewer


def awaits_approval() -> ColumnElement[bool]:
    """The condition on Post that it waits, or the thread that it opens."""
    replies = select(Post.id).where(Post.state == "pending")
    threads = select(Thread.id).where(Thread.state == "pending")
    openings = select(Post.id).where(Post.number == 1, Post.thread_id.in_(threads), Post.state == "visible")
    return Post.id.in_(union_all(replies, openings))


def own_waiting(viewer: Viewer) -> Sequence[Post]:
    """What a person wrote that awaits approval, the latest first."""
    query = (
        select(Post)
        .join(Post.thread)
        .where(awaits_approval(), unindexed(Post.author_id) == viewer.id)
        .options(contains_eager(Post.thread))
        .order_by(Post.created.desc(), Post.id.desc())
    )
    return db.session.scalars(query).all()
