"""One thread and its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.debates.models import Post, ReadingPosition, Subscription, Thread
from forum.debates.queries.beside import set_beside
from forum.debates.queries.visible import in_visible_groups, sees_all, some_viewer, visible_threads
from forum.extensions import db
from forum.lib.pagination import page_count
from forum.lib.refusals import Gone, NotFound
from forum.permissions import Viewer, may

PAGE = 20
LINKED = aliased(Thread)
POSITION = select(ReadingPosition.number).where(
    ReadingPosition.user_id == bindparam("user_id"), ReadingPosition.thread_id == bindparam("thread_id")
)
FOLLOWED = select(Subscription.id).where(
    Subscription.user_id == bindparam("user_id"), Subscription.thread_id == bindparam("thread_id")
)
POSTS = (
    select(Post, POSITION.scalar_subquery().label("read"), FOLLOWED.exists().label("followed"))
    .where(
        Post.thread_id == bindparam("thread_id"),
        Post.number.between(bindparam("first"), bindparam("last")),
    )
    .options(joinedload(Post.author))
    .order_by(Post.number)
)


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread: its posts by number. `first` is the number that the page starts with.

    `read` is the number up to which the reader had read the thread; 0 if never, or a guest. `followed`:
    whether the reader follows it.
    """

    thread: Thread
    posts: Sequence[Post]
    number: int
    total: int
    read: int = 0
    followed: bool = False

    @property
    def first(self) -> int:
        return PAGE * (self.number - 1) + 1


def find_thread(thread_id: int, viewer: Viewer) -> Thread:
    """The thread with what its page shows of it. NotFound, or Gone if it was removed.

    Who moderates it sees it even so. `linked` is the entry of a debate, or the debate of an entry, if
    `viewer` may see it; so are `related`, the threads that are about the same.
    """
    thread = found(whole_thread(sees_all(viewer)), thread_id, viewer)
    set_beside(thread, viewer)
    return thread


def find_place(thread_id: int, viewer: Viewer) -> Thread:
    """The thread with its group alone, for whoever acts in it. NotFound and Gone as in `find_thread`."""
    return found(thread_at(sees_all(viewer)), thread_id, viewer)


@cache
def thread_at(everywhere: bool) -> Select[Thread]:
    """The thread `thread_id` with its group, if it lives in one of `groups` or an open one, or `everywhere`.

    Built once, as the others here: building a statement takes longer than running it.
    """
    where = (Thread.id == bindparam("thread_id"), in_visible_groups(some_viewer(everywhere)))
    return select(Thread).where(*where).options(joinedload(Thread.group))


@cache
def whole_thread(everywhere: bool) -> Select[Thread]:
    """The same with its author and the thread that is linked."""
    linked = and_(LINKED.id == Thread.linked_id, visible_threads(some_viewer(everywhere), LINKED))
    return (
        thread_at(everywhere)
        .outerjoin(LINKED, linked)
        .options(joinedload(Thread.author), contains_eager(Thread.linked.of_type(LINKED)))
    )


def found(query: Select[Thread], thread_id: int, viewer: Viewer) -> Thread:
    """The thread that the query finds, if `viewer` may see it in its state. Raises NotFound, Gone."""
    thread = db.session.scalar(query, {"thread_id": thread_id, "groups": viewer.groups})
    if thread is None or (thread.state == "pending" and not may(viewer, "thread.moderate", thread)):
        raise NotFound
    if thread.state == "removed" and not may(viewer, "thread.moderate", thread):
        raise Gone
    return thread


def thread_page(thread: Thread, viewer: Viewer, number: int = 1) -> ThreadPage:
    """What debates/thread.html shows as page `number`, from 1: posts by number, twenty numbers a page.

    One statement, as cheap at the end of a long thread as at its start. NotFound past the end.
    """
    total = page_count(thread.last_number, PAGE)
    if number > total:
        raise NotFound
    first = PAGE * (number - 1) + 1
    rows = db.session.execute(
        POSTS,
        {"thread_id": thread.id, "user_id": viewer.id, "first": first, "last": first + PAGE - 1},
    ).all()
    read, followed = (rows[0].read, rows[0].followed) if rows else (None, False)
    return ThreadPage(thread, [row.Post for row in rows], number, total, read or 0, bool(followed))


def page_of(number: int) -> int:
    """The page of its thread on which the post `number` stands."""
    return (number - 1) // PAGE + 1


def last_read(thread: Thread, viewer: Viewer) -> int:
    """The number up to which `viewer` has read the thread; 0 if never, or a guest."""
    return db.session.scalar(POSITION, {"thread_id": thread.id, "user_id": viewer.id}) or 0


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
