"""What a person is told of, as they may see it now: what was removed or closed to them is told no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, literal, or_, select, true
from sqlalchemy.orm import defer, joinedload

from forum.debates.models import Mention, Post, Thread
from forum.debates.queries import visible_threads
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.tables import alias_of
from forum.notifications.models import Communication, FoundPost, Notification, SavedSearch
from forum.permissions import Viewer

PAGE = 20
MOST = 100  # that are counted of one thing; beyond, one reads «más de 99»

about, answer, place = alias_of(Post), alias_of(Post), alias_of(Thread)


@dataclass(frozen=True)
class News:
    """A notification as it is shown: how many posts it tells of, whether one answers or calls the reader.

    `thread`, `search` or `communication`, one of them, is what it is about.
    """

    notification: Notification
    thread: Thread | None
    search: SavedSearch | None
    communication: Communication | None
    posts: int
    answers: bool
    calls: bool

    @property
    def unread(self) -> bool:
        return self.notification.read is None

    @property
    def many(self) -> bool:
        """Whether there are more posts than were counted."""
        return self.posts >= MOST


def answers_reader() -> ColumnElement[bool]:
    """The condition on a post that it answers one of whoever is told of it."""
    theirs = select(answer.id).where(
        answer.thread_id == about.thread_id,
        answer.number == about.reply_to,
        answer.author_id == Notification.user_id,
    )
    return theirs.correlate(about, Notification).exists()


def calls_reader() -> ColumnElement[bool]:
    """The condition on a post that it calls whoever is told of it by name."""
    theirs = select(Mention.post_id).where(
        Mention.post_id == about.id, Mention.user_id == Notification.user_id, Mention.there
    )
    return theirs.correlate(about, Notification).exists()


def told_posts(*more: ColumnElement[bool]) -> Select[Any]:
    """The posts that a notification about a thread tells of, and that are shown."""
    return select(about.id).where(
        about.thread_id == Notification.thread_id,
        about.number.between(Notification.first, Notification.last),
        about.state == "visible",
        func.coalesce(about.author_id, 0) != Notification.user_id,
        or_(Notification.kind == "thread", answers_reader(), calls_reader()),
        *more,
    )


def found_posts(viewer: Viewer) -> Select[Any]:
    """The posts that a notification about a saved search tells of, and that `viewer` may read."""
    return (
        select(about.id)
        .join(FoundPost, FoundPost.post_id == about.id)
        .join(place, place.id == about.thread_id)
        .where(
            FoundPost.notification_id == Notification.id,
            about.state == "visible",
            visible_threads(viewer, place, indexed=False),
        )
    )


def counted(posts: Select[Any]) -> ScalarSelect[int]:
    """How many posts those are, as far as MOST."""
    some = posts.limit(MOST).correlate(Notification).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def readable(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Notification, joined to its Thread, that there is still something to tell `viewer`."""
    in_thread = visible_threads(viewer, indexed=False) & told_posts().correlate(Notification).exists()
    found = found_posts(viewer).correlate(Notification).exists()
    own = Notification.kind == "communication"
    return case((own, true()), (Notification.kind == "search", found), else_=in_thread)


def shown_to(viewer: Viewer, *columns: Any) -> Select[Any]:
    """What `viewer` is told of."""
    return (
        select(*columns)
        .select_from(Notification)
        .outerjoin(Thread, Thread.id == Notification.thread_id)
        .outerjoin(SavedSearch, SavedSearch.id == Notification.search_id)
        .outerjoin(Communication, Communication.id == Notification.communication_id)
        .where(Notification.user_id == viewer.id, readable(viewer))
    )


def with_all(viewer: Viewer) -> Select[Any]:
    """What News are made of."""
    found = Notification.kind == "search", counted(found_posts(viewer))
    none = Notification.kind == "communication", literal(0)
    posts = case(none, found, else_=counted(told_posts()))
    answers = told_posts(answers_reader()).correlate(Notification).exists()
    calls = told_posts(calls_reader()).correlate(Notification).exists()
    figures = posts.label("posts"), answers.label("answers"), calls.label("calls")
    query = shown_to(viewer, Notification, Thread, SavedSearch, Communication, *figures)
    return query.options(joinedload(Thread.group), defer(Communication.body, raiseload=True))


def news_list(viewer: Viewer, after: Cursor | None = None, size: int = PAGE) -> Slice[News]:
    """The news of `viewer`, read or not, the latest first; in one statement."""
    query = with_all(viewer)
    if after:
        query = query.where(after.after(Notification.at, Notification.id))
    query = query.order_by(Notification.at.desc(), Notification.id.desc()).limit(size + 1)
    return cut(as_news(query), size, by_time, after)


def as_news(query: Select[Any]) -> Sequence[News]:
    """The rows of `with_all`, or of a part of it."""
    rows = db.session.execute(query).all()
    return [
        News(row[0], row[1], row[2], row[3], row.posts, bool(row.answers), bool(row.calls)) for row in rows
    ]


def by_time(news: News) -> Cursor:
    return Cursor(news.notification.at, news.notification.id)


def unread_count(viewer: Viewer) -> ScalarSelect[int]:
    """How many unread notifications `viewer` has, as far as MOST; to be part of a statement.

    In the order of the index of those alone: SQLite might as well take the one of all that they were told.
    """
    unread = shown_to(viewer, Notification.id).where(Notification.read.is_(None))
    some = unread.order_by(Notification.thread_id).limit(MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
