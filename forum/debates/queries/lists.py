"""Lists of threads, paged by key: (moment, id) of the last one shown, never by OFFSET."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from forum.debates.models import Post, ReadingPosition, Tag, Thread, ThreadTag
from forum.debates.names import heading_name
from forum.debates.queries.threads import LINKED
from forum.debates.queries.visible import visible_posts, visible_threads
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.indexes import unindexed
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.pages import shows
from forum.permissions import Viewer

LIST = 25
ARCHIVE = 10
MOST_PINNED = 50
FILTERS = ("recent", "unread", "unanswered")
FEW = ("unread", "pinned")  # filters that few threads pass


def rows(viewer: Viewer, *, indexed: bool = True) -> Select[Thread]:
    """Threads that `viewer` may see, with what a row of a list shows."""
    return (
        select(Thread)
        .where(visible_threads(viewer, indexed=indexed))
        .options(joinedload(Thread.author), joinedload(Thread.last_author), joinedload(Thread.group))
    )


def by_activity(thread: Thread) -> Cursor:
    return Cursor(thread.last_activity, thread.id)


def thread_list(
    viewer: Viewer,
    *,
    kind: str | None = None,
    group: Group | None = None,
    which: str = "recent",
    after: Cursor | None = None,
    size: int = LIST,
) -> Slice[Thread]:
    """Threads by last activity, newest first; pinned ones are in `pinned_threads` and not here.

    `which`: `recent` all; `unread` those opened before that grew since; `unanswered` those without replies.
    """
    query = rows(viewer, indexed=which not in FEW).where(*narrowed(viewer, kind, group, which))
    if after:
        query = query.where(after.after(Thread.last_activity, Thread.id))
    query = query.order_by(Thread.last_activity.desc(), Thread.id.desc()).limit(size + 1)
    return cut(db.session.scalars(query).all(), size, by_activity, after)


def narrowed(viewer: Viewer, kind: str | None, group: Group | None, which: str) -> list[ColumnElement[bool]]:
    """The conditions of a list's filters. What few threads meet is looked up by itself."""
    of = unindexed if which in FEW else lambda column: column
    conditions = [of_filter(viewer, which, on_top(group))]
    if kind:
        conditions.append(of(Thread.kind) == kind)
    if group:
        conditions.append(of(Thread.group_id) == group.id)
    return conditions


def on_top(group: Group | None) -> ColumnElement[bool]:
    """The condition on Thread that it is pinned in the list of a group, or of all of them."""
    pinned = Thread.pinned == true()
    return pinned if group else and_(pinned, Thread.pinned_everywhere)


def of_filter(viewer: Viewer, which: str, pinned: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition on Thread of one of the filters, or of `pinned`."""
    if which == "unanswered":
        return Thread.reply_count == 0
    if which == "unread":
        return grown_since_read(viewer)
    return pinned if which == "pinned" else ~pinned


def grown_since_read(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Thread that `viewer` once read it, and not to its end."""
    mine = select(ReadingPosition.thread_id).where(ReadingPosition.user_id == viewer.id)
    behind = mine.where(ReadingPosition.thread_id == Thread.id, ReadingPosition.number < Thread.last_number)
    return and_(Thread.id.in_(mine), behind.exists())


def pinned_threads(
    viewer: Viewer, *, kind: str | None = None, group: Group | None = None
) -> Sequence[Thread]:
    """The pinned threads, by last activity; a moderator pins few, so at most fifty are shown."""
    conditions = narrowed(viewer, kind, group, "pinned")
    query = rows(viewer, indexed=False).where(*conditions)
    query = query.order_by(Thread.last_activity.desc(), Thread.id.desc()).limit(MOST_PINNED)
    threads = db.session.scalars(query).all()
    ids: Iterable[int] = (thread.id for thread in threads)
    if len(threads) == MOST_PINNED:  # a reply may bring any of the others among them
        ids = db.session.scalars(select(Thread.id).where(*conditions))
    shows(*map(heading_name, ids))
    return threads


def openings(viewer: Viewer) -> Select[Post]:
    """Opening posts that `viewer` may read, with what a whole entry shows: its debate if they may see it."""
    return (
        select(Post)
        .join(Post.thread)
        .outerjoin(LINKED, and_(LINKED.id == Thread.linked_id, visible_threads(viewer, LINKED)))
        .where(Post.number == 1, visible_posts(viewer))
        .options(
            joinedload(Post.author),
            contains_eager(Post.thread).options(
                joinedload(Thread.author),
                joinedload(Thread.group),
                contains_eager(Thread.linked.of_type(LINKED)),
                selectinload(Thread.tags),
            ),
        )
    )


def by_opening(post: Post) -> Cursor:
    return Cursor(post.thread.created, post.thread_id)


def opening_archive(
    viewer: Viewer,
    conditions: Sequence[ColumnElement[bool]] = (),
    after: Cursor | None = None,
    size: int = ARCHIVE,
) -> Slice[Post]:
    """Whole opening posts under these conditions, newest first."""
    return archive_of(openings(viewer).where(*conditions), Thread.created, Thread.id, after, size)


def archive_of(
    query: Select[Post],
    moment: InstrumentedAttribute[datetime],
    thread_id: InstrumentedAttribute[int],
    after: Cursor | None,
    size: int,
) -> Slice[Post]:
    """The opening posts of `query`, newest first by the columns that hold their thread's moment and id."""
    if after:
        query = query.where(after.after(moment, thread_id))
    query = query.order_by(moment.desc(), thread_id.desc()).limit(size + 1)
    posts = db.session.scalars(query).all()
    for post in posts:
        shows(*(heading_name(one) for one in (post.thread_id, post.thread.linked_id) if one))
    return cut(posts, size, by_opening, after)


def entry_page(viewer: Viewer, after: Cursor | None = None, size: int = ARCHIVE) -> Slice[Post]:
    """The blog: whole entries, newest first."""
    return opening_archive(viewer, [Thread.kind == "entry"], after, size)


def group_archive(
    viewer: Viewer, group: Group, after: Cursor | None = None, size: int = ARCHIVE
) -> Slice[Post]:
    """Whole opening posts of the latest threads of `group`, newest first."""
    return opening_archive(viewer, [Thread.group_id == group.id], after, size)


def tag_archive(viewer: Viewer, tag: Tag, after: Cursor | None = None, size: int = ARCHIVE) -> Slice[Post]:
    """Whole opening posts of the threads with `tag`, newest first: found by the tag's own index."""
    tagged = openings(viewer).join(ThreadTag, ThreadTag.thread_id == Thread.id)
    return archive_of(
        tagged.where(ThreadTag.tag_id == tag.id), ThreadTag.opened, ThreadTag.thread_id, after, size
    )


def recent_posts(
    viewer: Viewer,
    conditions: Sequence[ColumnElement[bool]] = (),
    after: Cursor | None = None,
    size: int = LIST,
) -> Slice[Post]:
    """Posts that `viewer` may read, newest first, with thread and author."""
    query = (
        select(Post)
        .join(Post.thread)
        .where(visible_posts(viewer), *conditions)
        .options(joinedload(Post.author), contains_eager(Post.thread).joinedload(Thread.group))
    )
    if after:
        query = query.where(after.after(Post.created, Post.id))
    query = query.order_by(Post.created.desc(), Post.id.desc()).limit(size + 1)
    return cut(db.session.scalars(query).all(), size, lambda post: Cursor(post.created, post.id), after)
