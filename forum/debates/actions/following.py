"""Following a thread, and no longer. Both do nothing where it is so already."""

from typing import Any

from sqlalchemy import Integer, bindparam, delete, select

from forum.accounts.models import User
from forum.debates.models import Subscription
from forum.extensions import db
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.upsert import built_once, insert_into


def follow_thread(user_id: int, thread_id: int) -> None:
    """The person follows the thread."""
    row = {"user_id": user_id, "thread_id": thread_id, "created": utcnow()}
    db.session.execute(insert_into(Subscription).values(row).on_conflict_do_nothing())


def follow_own(user_id: int | None, thread_id: int) -> None:
    """Whoever writes in a thread follows it, unless they chose not to."""
    if user_id is None:
        return
    about = {"of_user": user_id, "of_thread": thread_id, "of_moment": utcnow()}
    db.session.execute(following_own(), about)


@built_once
def following_own() -> Any:
    """The statement that does so."""
    thread_id, moment = bindparam("of_thread", type_=Integer), bindparam("of_moment", type_=UTCDateTime)
    who = select(User.id, thread_id, moment).where(User.id == bindparam("of_user"), User.follows_own)
    row = insert_into(Subscription).from_select(["user_id", "thread_id", "created"], who)
    return row.on_conflict_do_nothing()


def unfollow_thread(user_id: int, thread_id: int) -> None:
    """The person no longer follows the thread."""
    theirs = Subscription.user_id == user_id, Subscription.thread_id == thread_id
    db.session.execute(delete(Subscription).where(*theirs))
