"""Numbers from 1 in each thread, each a post's or a pointer's. No gap is ever closed: they are addresses."""

from collections.abc import Iterator, Sequence

from sqlalchemy import CompoundSelect, Subquery, func, select, union_all, update

from forum.debates.models import MovedPost, Post, Thread
from forum.extensions import db
from forum.lib.checks import Check, Problem, rows


def places() -> CompoundSelect[int, int]:
    """Every number that was given: those of posts, and those that posts left."""
    posts = select(Post.thread_id, Post.number).where(Post.number.is_not(None))
    left = select(MovedPost.thread_id, MovedPost.number).where(MovedPost.number.is_not(None))
    return union_all(posts, left)


def numbers() -> Subquery:
    """Of each thread that has any, how many numbers there are, the first and the last."""
    given = places().subquery()
    counted = select(
        given.c.thread_id,
        func.count().label("count"),
        func.min(given.c.number).label("first"),
        func.max(given.c.number).label("last"),
    )
    return counted.group_by(given.c.thread_id).subquery()


def taken_twice() -> Iterator[Problem]:
    """Numbers where a post stands and a pointer too."""
    both = (MovedPost.thread_id == Post.thread_id) & (MovedPost.number == Post.number)
    twice = select(Post.id, Post.thread_id, Post.number).join(MovedPost, both).order_by(Post.id)
    for post_id, thread_id, number in rows(twice):
        yield Problem(
            f"thread {thread_id}", f"what stands at {number}", f"post {post_id} and a pointer", "one"
        )


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
    """The lowest number that neither a post nor a pointer of the thread has."""
    given, following = places().subquery(), places().subquery()
    here = given.c.thread_id == thread_id
    if db.session.scalar(select(given.c.number).where(here, given.c.number == 1)) is None:
        return 1
    taken = select(following.c.number).where(
        following.c.thread_id == thread_id, following.c.number == given.c.number + 1
    )
    return (db.session.scalar(select(func.min(given.c.number)).where(here, ~taken.exists())) or 0) + 1


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
    there = numbers()
    last = select(there.c.last).where(there.c.thread_id == Thread.id).correlate(Thread).scalar_subquery()
    db.session.execute(
        update(Thread).where(Thread.id.in_(ids)).values(last_number=last),
        execution_options={"synchronize_session": False},
    )


NUMBERING = [
    Check("thread numbering", gaps),
    Check("pointers", taken_twice),
    Check("thread.last_number", behind, catch_up),
]
