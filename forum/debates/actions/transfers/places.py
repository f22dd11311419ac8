"""The places of posts, changed for any number of them in a few statements.

What moves is read into `moved_posts` first, which are the pointers; everything else looks there.
"""

from sqlalchemy import ColumnElement, Integer, case, delete, func, insert, literal, null, or_, select, update
from sqlalchemy.orm import aliased

from forum.debates.models import MovedPost, Post, Transfer
from forum.extensions import db
from forum.lib.tables import table_of

BY_ROWS = {"synchronize_session": False}
COLUMNS = ["transfer_id", "thread_id", "number", "post_id", "reply_to"]


def moved_by(transfer: Transfer) -> ColumnElement[bool]:
    """The condition on MovedPost that the transfer moved it."""
    return MovedPost.transfer_id == transfer.id


def leave_pointers(transfer: Transfer, *which: ColumnElement[bool]) -> int:
    """Note the posts that move, where they are now; gives how many have a number."""
    leaving = select(literal(transfer.id), Post.thread_id, Post.number, Post.id, Post.reply_to)
    leaving = leaving.where(Post.thread_id == transfer.source_id, *which).order_by(Post.number)
    db.session.execute(insert(table_of(MovedPost)).from_select(COLUMNS, leaving))
    return db.session.scalar(select(func.count(MovedPost.number)).where(moved_by(transfer))) or 0


def take_next_numbers(transfer: Transfer) -> None:
    """Put what moves at the end of the target, in its order, each with the next number."""
    posts, waits = table_of(Post), MovedPost.number.is_(None)
    order = func.row_number().over(partition_by=waits, order_by=MovedPost.number)
    number = case((waits, null()), else_=literal(transfer.first - 1, Integer) + order)
    places = select(MovedPost.post_id, number.label("number")).where(moved_by(transfer)).subquery()
    db.session.execute(
        update(posts)
        .where(posts.c.id == places.c.post_id)
        .values(thread_id=transfer.target_id, number=places.c.number)
    )


def answer_there(transfer: Transfer) -> None:
    """Let what moved answer the number that the answered post has there now, if it is there, and earlier."""
    posts, answered = table_of(Post), aliased(Post)
    place = MovedPost.thread_id == transfer.source_id, MovedPost.number == posts.c.reply_to
    answered_id = select(MovedPost.post_id).where(*place).correlate(posts).scalar_subquery()
    now = (
        select(answered.number)
        .where(answered.id == answered_id, answered.thread_id == transfer.target_id)
        .where(or_(posts.c.number.is_(None), answered.number < posts.c.number))
        .correlate(posts)
    )
    moved = select(MovedPost.post_id).where(moved_by(transfer))
    db.session.execute(
        update(posts)
        .where(posts.c.id.in_(moved), posts.c.reply_to.is_not(None))
        .values(reply_to=now.scalar_subquery())
    )


def go_back(transfer: Transfer, back: Transfer) -> None:
    """Put what a transfer moved where it was, answering what it answered; pointers stay where it had come to.

    What awaited approval then, and has got a number since, stays.
    """
    posts, moved = table_of(Post), table_of(MovedPost)
    returns = MovedPost.number.is_not(None) | Post.number.is_(None)
    now = select(literal(back.id), Post.thread_id, Post.number, Post.id, Post.reply_to)
    now = now.join(MovedPost, MovedPost.post_id == Post.id).where(moved_by(transfer), returns)
    db.session.execute(insert(moved).from_select(COLUMNS, now.order_by(Post.number)))
    whose = (moved.c.post_id == posts.c.id) & (moved.c.transfer_id == transfer.id)
    db.session.execute(
        update(posts)
        .where(whose, moved.c.number.is_not(None) | posts.c.number.is_(None))
        .values(thread_id=transfer.source_id, number=moved.c.number, reply_to=moved.c.reply_to)
    )
    db.session.execute(delete(MovedPost).where(moved_by(transfer)), execution_options=BY_ROWS)
