"""One thread and its pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, bindparam, func, literal_column, select
from sqlalchemy.orm import contains_eager, joinedload

from forum.debates.models import Post, ReadingPosition, Subscription, Thread
from forum.debates.names import PEOPLE, heading_name, thread_name
from forum.debates.queries.beside import set_beside
from forum.debates.queries.merged import goes_on_in
from forum.debates.queries.pointers import Divider, Pointer, dividers_between, pointers_between
from forum.debates.queries.visible import in_visible_groups, sees_all, some_viewer, visible_threads
from forum.extensions import db
from forum.lib.pages import shows
from forum.lib.pagination import page_count
from forum.lib.refusals import Gone, NotFound
from forum.lib.tables import alias_of
from forum.permissions import Viewer, may

PAGE = 20
LINKED = alias_of(Thread)
POSITION = select(ReadingPosition.number).where(
    ReadingPosition.user_id == bindparam("user_id"), ReadingPosition.thread_id == bindparam("thread_id")
)
FOLLOWED = select(Subscription.id).where(
    Subscription.user_id == bindparam("user_id"), Subscription.thread_id == bindparam("thread_id")
)
POSITIONS = select(ReadingPosition.thread_id, ReadingPosition.number).where(
    ReadingPosition.user_id == bindparam("user_id"),
    ReadingPosition.thread_id.in_(bindparam("threads", expanding=True)),
)
READING = POSITION.scalar_subquery().label("read"), FOLLOWED.exists().label("followed")
READER = select(*READING)
POSTS = (  # as many as a page has, and said so: else PostgreSQL expects hundreds, and reads all people
    select(Post, *READING)
    .where(
        Post.thread_id == bindparam("thread_id"),
        Post.number.between(bindparam("first"), bindparam("last")),
    )
    .options(joinedload(Post.author))
    .order_by(Post.number)
    .limit(literal_column(f"{PAGE}"))
)


class MergedInto(Gone):
    """The thread `thread_id` goes on in another, which the reader may see."""

    message = _l("Este hilo se unió a otro.")

    def __init__(self, thread_id: int, thread: Thread) -> None:
        super().__init__()
        self.thread_id, self.thread = thread_id, thread


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread: its posts by number, with the pointers to those that left and the dividers between.

    `first` is the number that the page starts with, `last` the one that it ends with.

    `read` is the number up to which the reader had read the thread; 0 if never, or a guest. `followed`:
    whether the reader follows it.
    """

    thread: Thread
    posts: Sequence[Post]
    number: int
    total: int
    read: int = 0
    followed: bool = False
    pointers: Sequence[Pointer] = ()
    dividers: Mapping[int, Divider] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return numbers_on(self.number, self.thread.last_number)[0]

    @property
    def last(self) -> int:
        return numbers_on(self.number, self.thread.last_number)[1]


def find_thread(thread_id: int, viewer: Viewer) -> Thread:
    """The thread with what its page shows of it. NotFound, or Gone if it was removed.

    Who moderates it sees it even so, and its author while it awaits approval. `linked` is the entry of a
    debate, or the debate of an entry, if `viewer` may see it; so are `related`, the threads about the same.
    """
    thread = found(whole_thread(sees_all(viewer)), thread_id, viewer)
    shows(
        PEOPLE, thread_name(thread.id), *(heading_name(one) for one in (thread.id, thread.linked_id) if one)
    )
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
    """The thread that the query finds, if `viewer` may see it as it is. Raises NotFound, Gone, MergedInto."""
    thread = db.session.scalar(query, {"thread_id": thread_id, "groups": viewer.groups})
    if thread is None:
        raise NotFound
    if thread.state == "removed":
        refuse_merged(thread, viewer)
    own = viewer.id is not None and thread.author_id == viewer.id
    if thread.state == "pending" and not own and not may(viewer, "thread.moderate", thread):
        raise NotFound
    if thread.state == "removed" and not may(viewer, "thread.moderate", thread):
        raise Gone
    return thread


def refuse_merged(thread: Thread, viewer: Viewer) -> None:
    """Raise MergedInto for a removed thread whose posts went to another, as far as `viewer` may see that."""
    last = goes_on_in(thread)
    if last is not None:
        raise MergedInto(thread.id, found(thread_at(sees_all(viewer)), last.id, viewer))


def place_now(thread_id: int, viewer: Viewer) -> Thread:
    """As `find_place`; of a thread that was merged, the one where it goes on."""
    try:
        return find_place(thread_id, viewer)
    except MergedInto as merged:
        return merged.thread


def thread_page(thread: Thread, viewer: Viewer, number: int = 1) -> ThreadPage:
    """What debates/thread.html shows as page `number`, from 1: posts by number, twenty numbers a page.

    One statement, as cheap at the end of a long thread as at its start; one more where a number is missing,
    and where dividers stand in the thread. NotFound past the end.
    """
    total = page_count(thread.last_number, PAGE)
    if number > total:
        raise NotFound
    first, last = numbers_on(number, thread.last_number)
    rows = db.session.execute(
        POSTS, {"thread_id": thread.id, "user_id": viewer.id, "first": first, "last": last}
    ).all()
    read, followed = (rows[0].read, rows[0].followed) if rows else reader_of(thread.id, viewer)
    posts, where = [row.Post for row in rows], (thread.id, first, last, viewer)
    return ThreadPage(
        thread,
        posts,
        number,
        total,
        read or 0,
        bool(followed),
        pointers_between(*where) if len(posts) <= last - first else (),
        dividers_between(*where) if thread.divider_count else {},
    )


def reader_of(thread_id: int, viewer: Viewer) -> tuple[int, bool]:
    """How far `viewer` has read the thread, 0 if never, and whether they follow it."""
    row = db.session.execute(READER, {"thread_id": thread_id, "user_id": viewer.id}).one()
    return row[0] or 0, bool(row[1])


def numbers_on(page: int, end: int) -> tuple[int, int]:
    """The first and the last number on a page of a thread that ends at `end`."""
    return PAGE * (page - 1) + 1, min(PAGE * page, end)


def page_of(number: int) -> int:
    """The page of its thread on which the post `number` stands."""
    return (number - 1) // PAGE + 1


def last_read(thread: Thread, viewer: Viewer) -> int:
    """The number up to which `viewer` has read the thread; 0 if never, or a guest."""
    return db.session.scalar(POSITION, {"thread_id": thread.id, "user_id": viewer.id}) or 0


def first_unread(thread: Thread, viewer: Viewer) -> int:
    """The number of the first post that `viewer` has not read; of the last one if there is none."""
    later = select(func.min(Post.number)).where(
        Post.thread_id == thread.id, Post.number > last_read(thread, viewer)
    )
    return db.session.scalar(later) or thread.last_number


def unread_counts(ends: Mapping[int, int], viewer: Viewer) -> Mapping[int, int]:
    """How many numbers of each thread came after what `viewer` read; threads never opened are left out.

    `ends` are the last numbers of the threads, by id.
    """
    if viewer.id is None or not ends:
        return {}
    asked = {"user_id": viewer.id, "threads": [*ends]}
    read = db.session.connection().execute(POSITIONS, asked)
    return {thread_id: ends[thread_id] - number for thread_id, number in read if number < ends[thread_id]}


def opening_post(thread: Thread) -> Post:
    """The opening post of a thread."""
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
