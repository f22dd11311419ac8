"""Writing notifications in the transaction of what they tell of, and noting that they were read."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, case, literal, select, union_all, update

from forum.debates.models import Post, Subscription, Thread
from forum.extensions import db
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.locks import hold
from forum.lib.upsert import insert_into
from forum.notifications.models import FoundPost, Notification
from forum.notifications.models.news import UNREAD

COLUMNS = ["user_id", "kind", "thread_id", "first", "last", "created", "at", "to_mail"]


def tell_of_post(thread: Thread, post: Post) -> None:
    """Tell who follows the thread of a post that was just published in it, and whoever it answers.

    One statement, however many they are: a notification that is still unread grows.
    """
    now = literal(utcnow(), UTCDateTime)
    number = literal(post.number)
    who = union_all(followers(post), answered(post)).subquery()
    told = select(who.c.user_id, who.c.kind, literal(thread.id), number, number, now, now, literal(True))
    row = insert_into(Notification).from_select(
        COLUMNS, told.where(who.c.user_id > 0).order_by(who.c.user_id)
    )
    follows = case((row.excluded.kind == "thread", "thread"), else_=Notification.kind)
    grown = {"kind": follows, "last": row.excluded.last, "at": row.excluded.at, "to_mail": True}
    db.session.execute(
        row.on_conflict_do_update(index_elements=["user_id", "thread_id"], index_where=UNREAD, set_=grown),
        execution_options={"synchronize_session": False},
    )


def followers(post: Post) -> Select[int, str]:
    """Who follows the post's thread, but for its author."""
    theirs = Subscription.thread_id == post.thread_id, Subscription.user_id != (post.author_id or 0)
    return select(Subscription.user_id, literal("thread").label("kind")).where(*theirs)


def answered(post: Post) -> Select[int | None, str]:
    """Whoever wrote what the post answers, unless they follow the thread or answer themselves."""
    follows = select(Subscription.id).where(
        Subscription.thread_id == post.thread_id, Subscription.user_id == Post.author_id
    )
    return select(Post.author_id, literal("answer").label("kind")).where(
        Post.thread_id == post.thread_id,
        Post.number == (post.reply_to or 0),
        Post.author_id != (post.author_id or 0),
        ~follows.exists(),
    )


def tell_of_thread_read(user_id: int, thread_id: int, number: int) -> None:
    """The person has read the thread up to `number`: a notification of more begins after it now."""
    done = Notification.last <= number
    db.session.execute(
        update(Notification)
        .where(*unread_of(user_id), Notification.thread_id == thread_id, Notification.first <= number)
        .values(
            read=case((done, literal(utcnow(), UTCDateTime)), else_=None),
            first=case((done, Notification.first), else_=number + 1),
        ),
        execution_options={"synchronize_session": False},
    )


def tell_of_found(user_id: int, search_id: int, post_ids: Sequence[int]) -> None:
    """Tell a person that a search of theirs found these posts: in one notification, while it is unread."""
    values = {"user_id": user_id, "search_id": search_id, "kind": "search"}
    row = insert_into(Notification).values(values | {"first": 0, "last": 0, "to_mail": True})
    grown = {"at": row.excluded.at, "to_mail": True}
    told = row.on_conflict_do_update(index_elements=["search_id"], index_where=UNREAD, set_=grown)
    notification_id = db.session.scalar(told.returning(Notification.id))
    found = [{"notification_id": notification_id, "post_id": post_id} for post_id in post_ids]
    db.session.execute(insert_into(FoundPost).on_conflict_do_nothing(), found)


def mark_read(user_id: int, search_id: int) -> None:
    """The person has seen what a saved search found."""
    read_now(*unread_of(user_id), Notification.search_id == search_id)


def mark_all_read(user_id: int) -> None:
    """The person has seen all there is."""
    hold(Notification, *unread_of(user_id))
    read_now(*unread_of(user_id))


def unread_of(user_id: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Notification that it is one of the person's, unread."""
    return Notification.user_id == user_id, Notification.read.is_(None)


def read_now(*which: ColumnElement[bool]) -> None:
    """These notifications are read."""
    db.session.execute(
        update(Notification).where(*which).values(read=utcnow()),
        execution_options={"synchronize_session": False},
    )
