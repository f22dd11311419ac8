"""One thread and its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from forum.debates.models import Post, ReadingPosition, Thread
from forum.debates.queries.visible import in_visible_groups, visible_threads
from forum.extensions import db
from forum.lib.pagination import page_count
from forum.lib.refusals import Gone, NotFound
from forum.permissions import Viewer, may

PAGE = 20


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread: its posts by number. `first` is the number that the page starts with."""

    thread: Thread
    posts: Sequence[Post]
    number: int
    total: int

    @property
    def first(self) -> int:
        return PAGE * (self.number - 1) + 1


def find_thread(thread_id: int, viewer: Viewer) -> Thread:
    """The thread with what its page shows of it. NotFound, or Gone if it was removed.

    Who moderates it sees it even so.
    """
    thread = db.session.scalar(
        select(Thread)
        .where(Thread.id == thread_id, in_visible_groups(viewer))
        .options(
            joinedload(Thread.group),
            joinedload(Thread.author),
            joinedload(Thread.linked),
            selectinload(Thread.tags),
        )
    )
    if thread is None or (thread.state == "pending" and not may(viewer, "thread.moderate", thread)):
        raise NotFound
    if thread.state == "removed" and not may(viewer, "thread.moderate", thread):
        raise Gone
    return thread


def linked_thread(thread: Thread, viewer: Viewer) -> Thread | None:
    """The entry of a debate, or the debate of an entry, if there is one that `viewer` may see."""
    if thread.linked_id is None:
        return None
    return db.session.scalar(select(Thread).where(Thread.id == thread.linked_id, visible_threads(viewer)))


def thread_page(thread: Thread, number: int = 1) -> ThreadPage:
    """What debates/thread.html shows as page `number`, from 1: posts by number, twenty numbers a page.

    One statement, as cheap at the end of a long thread as at its start. NotFound past the end.
    """
    total = page_count(thread.last_number, PAGE)
    if number > total:
        raise NotFound
    first = PAGE * (number - 1) + 1
    posts = db.session.scalars(
        select(Post)
        .where(Post.thread_id == thread.id, Post.number.between(first, first + PAGE - 1))
        .options(joinedload(Post.author))
        .order_by(Post.number)
    ).all()
    return ThreadPage(thread, posts, number, total)


def page_of(number: int) -> int:
    """The page of its thread on which the post `number` stands."""
    return (number - 1) // PAGE + 1


def last_read(thread: Thread, viewer: Viewer) -> int:
    """The number up to which `viewer` has read the thread; 0 if never, or a guest."""
    if viewer.id is None:
        return 0
    return (
        db.session.scalar(
            select(ReadingPosition.number).where(
                ReadingPosition.user_id == viewer.id, ReadingPosition.thread_id == thread.id
            )
        )
        or 0
    )


def unread_counts(threads: Sequence[Thread], viewer: Viewer) -> Mapping[int, int]:
    """How many numbers of each thread came after what `viewer` read; threads never opened are left out."""
    if viewer.id is None:
        return {}
    rows = db.session.execute(
        select(ReadingPosition.thread_id, ReadingPosition.number).where(
            ReadingPosition.user_id == viewer.id,
            ReadingPosition.thread_id.in_([thread.id for thread in threads]),
        )
    )
    read = {row.thread_id: row.number for row in rows}
    return {
        thread.id: thread.last_number - read[thread.id]
        for thread in threads
        if thread.last_number > read.get(thread.id, thread.last_number)
    }


def opening_post(thread: Thread) -> Post:
    """The opening post of a thread."""
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
