"""One post: where it stands, and its versions."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.debates.models import Post, PostRevision, Thread
from forum.debates.queries.threads import page_of
from forum.debates.queries.visible import in_visible_groups
from forum.extensions import db
from forum.lib.refusals import Gone, NotFound
from forum.permissions import Viewer, may

PICKS = 10  # that are linked above a thread


def find_post(post_id: int, viewer: Viewer) -> Post:
    """The post with its thread and author. NotFound, or Gone if its thread was removed.

    What is hidden or removed is found too: its place in the thread still stands. What awaits approval, or
    was refused it, has no place: only moderators find it, and its author while it waits.
    """
    post = db.session.scalar(
        select(Post)
        .join(Post.thread)
        .where(Post.id == post_id, in_visible_groups(viewer))
        .options(
            contains_eager(Post.thread).options(
                joinedload(Thread.group), joinedload(Thread.author), selectinload(Thread.tags)
            ),
            joinedload(Post.author),
        )
    )
    if post is None:
        raise NotFound
    if may(viewer, "post.moderate", post):
        return post
    if post.thread.state == "removed":
        raise Gone
    waits = "pending" in (post.state, post.thread.state)
    own = viewer.id is not None and post.author_id == viewer.id
    if (post.number is None or waits) and not (waits and own):
        raise NotFound
    return post


def place_of(post: Post) -> tuple[int, str]:
    """The page of its thread where the post stands, and the anchor there."""
    number = post.number or 1
    return page_of(number), f"post-{number}"


def picks_of(thread: Thread) -> Sequence[Post]:
    """The picked posts of a thread that are shown, by number; a few."""
    picked = Post.thread_id == thread.id, Post.picked, Post.state == "visible", Post.number.is_not(None)
    query = select(Post).where(*picked).options(joinedload(Post.author)).order_by(Post.number)
    return db.session.scalars(query.limit(PICKS)).all()


def replied_post(thread: Thread, number: int) -> Post | None:
    """The post that a reply names, if its text is shown."""
    return db.session.scalar(
        select(Post)
        .where(Post.thread_id == thread.id, Post.number == number, Post.state == "visible")
        .options(joinedload(Post.author))
    )


def post_history(post: Post) -> Sequence[PostRevision]:
    """Every version of the post's text that an edit replaced, newest first."""
    return db.session.scalars(
        select(PostRevision)
        .where(PostRevision.post_id == post.id)
        .options(joinedload(PostRevision.editor))
        .order_by(PostRevision.revision.desc())
    ).all()
