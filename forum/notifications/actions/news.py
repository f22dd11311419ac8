"""Writing notifications in the transaction of what they tell of, and noting that they were read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    case,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.debates.models import Mention, MovedPost, Post, Subscription, Thread, Transfer
from forum.extensions import db
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.locks import hold
from forum.lib.upsert import built_once, insert_into
from forum.notifications.models import FoundPost, Notification
from forum.notifications.models.news import UNREAD

THREAD, NUMBER, AUTHOR = (bindparam(name, type_=Integer) for name in ("of_thread", "of_number", "of_author"))
MOMENT = bindparam("of_moment", type_=UTCDateTime)
IS_ANSWERED = Post.thread_id == THREAD, Post.number == bindparam("of_answered")
ALREADY = {"synchronize_session": False}  # no row of these is in the session
COLUMNS = ["user_id", "kind", "thread_id", "first", "last", "created", "at", "to_mail"]


def tell_of_post(thread: Thread, post: Post) -> None:
    """Tell who follows the thread of a post that was just published in it, whoever it answers or calls.

    One statement, however many they are: a notification that is still unread grows.
    """
    about = {
        "of_post": post.id,
        "of_thread": thread.id,
        "of_number": post.number,
        "of_author": post.author_id or 0,
        "of_answered": post.reply_to or 0,
        "of_moment": utcnow(),
    }
    db.session.execute(telling(), about, execution_options=ALREADY)


@built_once
def telling() -> Any:
    """The statement of `tell_of_post`, where what begins with `of` is the post's."""
    who = union_all(followers(), answered(), called()).subquery()
    about = (THREAD, NUMBER, NUMBER, MOMENT, MOMENT, literal(True))
    return growing(select(who.c.user_id, who.c.kind, *about).where(who.c.user_id > 0).order_by(who.c.user_id))


def tell_of_call(post: Post, user_ids: Sequence[int]) -> None:
    """Tell these people that an edit of the post calls them by name: what is unread reaches to it."""
    now, number = literal(utcnow(), UTCDateTime), literal(post.number)
    who = select(User.id).where(User.id.in_(user_ids), User.id != (post.author_id or 0)).order_by(User.id)
    kind, thread_id = literal("mention"), literal(post.thread_id)
    grow(who.add_columns(kind, thread_id, number, number, now, now, literal(True)))


def grow(told: Select[Any]) -> None:
    """Write these rows of COLUMNS; those of people who have an unread one of the thread widen it."""
    db.session.execute(growing(told), execution_options=ALREADY)


def growing(told: Select[Any]) -> Any:
    """The statement that does so."""
    row = insert_into(Notification).from_select(COLUMNS, told)
    new, old = row.excluded, Notification
    grown = {
        "kind": case((new.kind == "thread", "thread"), else_=old.kind),
        "first": case((new.first < old.first, new.first), else_=old.first),
        "last": case((new.last > old.last, new.last), else_=old.last),
        "at": case((new.at > old.at, new.at), else_=old.at),
        "to_mail": or_(new.to_mail, old.to_mail),
    }
    return row.on_conflict_do_update(index_elements=["user_id", "thread_id"], index_where=UNREAD, set_=grown)


def followers() -> Select[int, str]:
    """Who follows the post's thread, but for its author."""
    theirs = Subscription.thread_id == THREAD, Subscription.user_id != AUTHOR
    return select(Subscription.user_id, literal("thread").label("kind")).where(*theirs)


def answered() -> Select[int | None, str]:
    """Whoever wrote what the post answers, unless they follow the thread or answer themselves."""
    return select(Post.author_id, literal("answer").label("kind")).where(
        *IS_ANSWERED, Post.author_id != AUTHOR, ~follows(Post.author_id)
    )


def called() -> Select[int, str]:
    """Whom the post calls by name, unless they follow the thread, are answered, or call themselves."""
    answers = select(Post.id).where(*IS_ANSWERED, Post.author_id == Mention.user_id)
    return select(Mention.user_id, literal("mention").label("kind")).where(
        Mention.post_id == bindparam("of_post"),
        Mention.there,
        Mention.user_id != AUTHOR,
        ~answers.exists(),
        ~follows(Mention.user_id),
    )


def follows(user_id: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """The condition that the person follows the thread of the post."""
    theirs = Subscription.thread_id == THREAD, Subscription.user_id == user_id
    return select(Subscription.id).where(*theirs).exists()


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


def tell_of_moved(transfer: Transfer) -> None:
    """Who has unread news of posts that went to another thread has them there, if they follow it.

    The old news stays: it tells of what did not move, or came back. In one statement.
    """
    first, last = new_number(transfer, MovedPost.number.asc()), new_number(transfer, MovedPost.number.desc())
    follows = select(Subscription.id).where(
        Subscription.thread_id == transfer.target_id, Subscription.user_id == Notification.user_id
    )
    kept = Notification.created, Notification.at, Notification.to_mail
    who = Notification.user_id, Notification.kind, literal(transfer.target_id)
    columns: tuple[Any, ...] = (*who, first, last, *kept)
    told: Select[Any] = select(*columns).where(
        Notification.thread_id == transfer.source_id,
        Notification.read.is_(None),
        or_(Notification.kind != "thread", follows.exists()),
        first.is_not(None),
    )
    grow(told.order_by(Notification.user_id))


def new_number(transfer: Transfer, order: ColumnElement[Any]) -> ScalarSelect[int]:
    """The number that the first moved post of a notification's, in this order, has now."""
    moved = (
        select(Post.number)
        .join(MovedPost, MovedPost.post_id == Post.id)
        .where(MovedPost.transfer_id == transfer.id)
        .where(MovedPost.number.between(Notification.first, Notification.last), Post.number.is_not(None))
    )
    return moved.order_by(order).limit(1).correlate(Notification).scalar_subquery()


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


def mark_opened(user_id: int, communication_id: int) -> None:
    """The person has opened what was written to them."""
    read_now(*unread_of(user_id), Notification.communication_id == communication_id)


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
