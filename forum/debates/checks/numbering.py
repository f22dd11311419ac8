"""Posts numbered through from 1 in each thread. A gap is never closed: numbers are addresses."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Subquery, func, select, update
from sqlalchemy.orm import aliased

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.checks import Check, Problem, rows


def numbers() -> Subquery:
    """Of each thread that has any, how many numbers there are, the first and the last."""
    counted = select(
        Post.thread_id,
        func.count(Post.number).label("count"),
        func.min(Post.number).label("first"),
        func.max(Post.number).label("last"),
    )
    return counted.where(Post.number.is_not(None)).group_by(Post.thread_id).subquery()


def gaps() -> Iterator[Problem]:
    """Threads where a number is missing: at the beginning, within, or as far as the thread says it goes."""
    there = numbers()
    count = func.coalesce(there.c.count, 0)
    broken = (
        select(Thread.id, count.label("count"), Thread.last_number, there.c.last)
        .outerjoin(there, there.c.thread_id == Thread.id)
        .where((count == 0) | (there.c.first != 1) | (there.c.last != count) | (Thread.last_number > count))
        .order_by(Thread.id)
    )
    for row in rows(broken):
        end = max(row.last_number, row.last or 0, 1)
        true = f"all from 1 to {end}; the first missing is {first_missing(row.id)}"
        yield Problem(f"thread {row.id}", "its posts' numbers", f"{row.count} of them", true)


def first_missing(thread_id: int) -> int:
    """The lowest number that no post of the thread has."""
    following = aliased(Post)
    taken = select(following.id).where(
        following.thread_id == thread_id, following.number == func.coalesce(Post.number, 0) + 1
    )
    if db.session.scalar(select(Post.id).where(Post.thread_id == thread_id, Post.number == 1)) is None:
        return 1
    ends = select(func.min(Post.number)).where(
        Post.thread_id == thread_id, Post.number.is_not(None), ~taken.exists()
    )
    return (db.session.scalar(ends) or 0) + 1


def behind() -> Iterator[Problem]:
    """Threads that do not know the last number they gave: their next post would get one that is taken."""
    there = numbers()
    wrong = (
        select(Thread.id, Thread.last_number, there.c.last)
        .join(there, there.c.thread_id == Thread.id)
        .where(Thread.last_number < there.c.last)
        .order_by(Thread.id)
    )
    for thread_id, stored, last in rows(wrong):
        yield Problem(f"thread {thread_id}", "last_number", stored, last, thread_id)


def catch_up(ids: Sequence[int]) -> None:
    """Let these threads go on after the last number that they gave."""
    last = (
        select(func.max(Post.number)).where(Post.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    )
    db.session.execute(
        update(Thread).where(Thread.id.in_(ids)).values(last_number=last),
        execution_options={"synchronize_session": False},
    )


NUMBERING = [Check("thread numbering", gaps), Check("thread.last_number", behind, catch_up)]
