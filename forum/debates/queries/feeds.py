"""The posts of feeds, newest first, with what an entry of a feed shows."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.debates.models import Post, Thread
from forum.debates.queries.visible import visible_posts
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.permissions import Viewer

FEED = 20


def fed(*conditions: ColumnElement[bool]) -> Select[Post]:
    """Posts joined to their threads under these conditions, with what a feed shows."""
    return (
        select(Post)
        .join(Post.thread)
        .where(*conditions)
        .options(joinedload(Post.author), contains_eager(Post.thread).selectinload(Thread.tags))
    )


def thread_posts(viewer: Viewer, thread: Thread, after: Cursor | None = None) -> Slice[Post]:
    """The last posts of a thread; a place among them is a moment and the post's number."""
    query = fed(visible_posts(viewer), Post.thread_id == thread.id)
    if after:
        query = query.where(Post.number < after.id)
    posts = db.session.scalars(query.order_by(Post.number.desc()).limit(FEED + 1)).all()
    return cut(posts, FEED, lambda post: Cursor(post.created, post.number or 0), after)


def person_posts(viewer: Viewer, author_id: int, after: Cursor | None = None) -> Slice[Post]:
    """The latest posts of a person that `viewer` may read."""
    query = fed(visible_posts(viewer), Post.author_id == author_id)
    if after:
        query = query.where(after.after(Post.created, Post.id))
    posts = db.session.scalars(query.order_by(Post.created.desc(), Post.id.desc()).limit(FEED + 1)).all()
    return cut(posts, FEED, lambda post: Cursor(post.created, post.id), after)


def fed_posts(post_ids: Sequence[int]) -> Sequence[Post]:
    """These posts, the newest first. The caller knows that the reader may read them."""
    query = fed(Post.id.in_(post_ids)).order_by(Post.created.desc(), Post.id.desc())
    return db.session.scalars(query).all()
