"""References that no foreign key guards: replies to numbers, and threads about each other."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, func, select, update

from forum.debates.models import MovedPost, Post, Thread
from forum.extensions import db
from forum.lib.checks import Check, Problem, rows
from forum.lib.tables import alias_of

answered, other = alias_of(Post), alias_of(Thread)


def dangling() -> ColumnElement[bool]:
    """The condition on Post that what it answers is no earlier post of its thread, nor was one that moved."""
    there = select(answered.id).where(answered.thread_id == Post.thread_id, answered.number == Post.reply_to)
    left = select(MovedPost.id).where(
        MovedPost.thread_id == Post.thread_id, MovedPost.number == Post.reply_to
    )
    after = (Post.number.is_not(None)) & (Post.reply_to >= Post.number)
    return Post.reply_to.is_not(None) & (after | (~there.exists() & ~left.exists()))


def lost_answers() -> Iterator[Problem]:
    """Replies to what is not there."""
    for post_id, reply_to in rows(select(Post.id, Post.reply_to).where(dangling()).order_by(Post.id)):
        yield Problem(
            f"post {post_id}", "reply_to", reply_to, "the number of an earlier post of its thread", post_id
        )


def answer_nobody(ids: Sequence[int]) -> None:
    """Let these posts be replies to the thread as a whole."""
    db.session.execute(
        update(Post).where(Post.id.in_(ids), dangling()).values(reply_to=None),
        execution_options={"synchronize_session": False},
    )


def one_sided() -> ColumnElement[bool]:
    """The condition on Thread that the thread it is linked to is not linked to it."""
    back = select(other.id).where(other.id == Thread.linked_id, other.linked_id == Thread.id)
    return Thread.linked_id.is_not(None) & ~back.exists()


def one_sided_links() -> Iterator[Problem]:
    """Threads that show another, which does not show them."""
    for thread_id, linked in rows(select(Thread.id, Thread.linked_id).where(one_sided()).order_by(Thread.id)):
        yield Problem(f"thread {thread_id}", "linked_id", linked, "a thread that is linked back", thread_id)


def link_back(ids: Sequence[int]) -> None:
    """Link back from what is linked to nothing yet; forget the links that are still one-sided then."""
    pointing = select(func.min(other.id)).where(other.linked_id == Thread.id).correlate(Thread)
    lonely = Thread.linked_id.is_(None) & pointing.scalar_subquery().is_not(None)
    for condition, value in ((lonely, pointing.scalar_subquery()), (one_sided(), None)):
        db.session.execute(
            update(Thread).where(condition).values(linked_id=value),
            execution_options={"synchronize_session": False},
        )


REFERENCES = [
    Check("post.reply_to", lost_answers, answer_nobody),
    Check("thread.linked_id", one_sided_links, link_back),
]
