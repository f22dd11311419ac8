"""What `check` compares of news: the numbers that they tell of, which no foreign key guards."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, delete, or_, select

from forum.debates.models import MovedPost, Post
from forum.extensions import db
from forum.lib.checks import Check, Problem, rows
from forum.notifications.models import Notification


def beside() -> ColumnElement[bool]:
    """The condition on Notification that it tells of numbers that its thread never gave."""
    there = select(Post.id).where(Post.thread_id == Notification.thread_id, Post.number == Notification.last)
    left = select(MovedPost.id).where(
        MovedPost.thread_id == Notification.thread_id, MovedPost.number == Notification.last
    )
    numbers = or_(
        Notification.first < 1, Notification.first > Notification.last, ~there.exists() & ~left.exists()
    )
    return Notification.thread_id.is_not(None) & numbers


def wrong_numbers() -> Iterator[Problem]:
    """Notifications of posts that there never were."""
    told = select(Notification.id, Notification.first, Notification.last, Notification.thread_id)
    for row_id, first, last, thread_id in rows(told.where(beside()).order_by(Notification.id)):
        true = f"numbers of thread {thread_id}"
        yield Problem(f"notification {row_id}", "first to last", f"{first} to {last}", true, row_id)


def forget_wrong(ids: Sequence[int]) -> None:
    """Forget those notifications."""
    db.session.execute(
        delete(Notification).where(Notification.id.in_(ids), beside()),
        execution_options={"synchronize_session": False},
    )


CHECKS = [Check("notification.numbers", wrong_numbers, forget_wrong)]
