"""Following a thread, and no longer. Both do nothing where it is so already."""

from sqlalchemy import delete

from forum.debates.models import Subscription
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.upsert import insert_into


def follow_thread(user_id: int, thread_id: int) -> None:
    """The person follows the thread."""
    row = {"user_id": user_id, "thread_id": thread_id, "created": utcnow()}
    db.session.execute(insert_into(Subscription).values(row).on_conflict_do_nothing())


def unfollow_thread(user_id: int, thread_id: int) -> None:
    """The person no longer follows the thread."""
    theirs = Subscription.user_id == user_id, Subscription.thread_id == thread_id
    db.session.execute(delete(Subscription).where(*theirs))
