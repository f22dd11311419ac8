"""Following a thread, and no longer. Both do nothing where it is so already."""

from sqlalchemy import delete, literal, select

from forum.accounts.models import User
from forum.debates.models import Subscription
from forum.extensions import db
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.upsert import insert_into


def follow_thread(user_id: int, thread_id: int) -> None:
    """The person follows the thread."""
    row = {"user_id": user_id, "thread_id": thread_id, "created": utcnow()}
    db.session.execute(insert_into(Subscription).values(row).on_conflict_do_nothing())


def follow_own(user_id: int | None, thread_id: int) -> None:
    """Whoever writes in a thread follows it, unless they chose not to."""
    if user_id is None:
        return
    who = select(User.id, literal(thread_id), literal(utcnow(), UTCDateTime))
    who = who.where(User.id == user_id, User.follows_own)
    row = insert_into(Subscription).from_select(["user_id", "thread_id", "created"], who)
    db.session.execute(row.on_conflict_do_nothing())


def unfollow_thread(user_id: int, thread_id: int) -> None:
    """The person no longer follows the thread."""
    theirs = Subscription.user_id == user_id, Subscription.thread_id == thread_id
    db.session.execute(delete(Subscription).where(*theirs))
