"""Following a thread, and no longer."""

from sqlalchemy import select

from forum.debates.actions import follow_thread, unfollow_thread
from forum.debates.models import Subscription
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import make_thread, make_user


def followers(thread):
    """The ids of who follows a thread, the first first."""
    rows = select(Subscription.user_id).where(Subscription.thread_id == thread.id).order_by(Subscription.id)
    return db.session.scalars(rows).all()


def test_following_twice_is_following_once_and_so_is_its_end(app):
    thread, ana, luis = make_thread(), make_user(), make_user()
    with transaction():
        for user in (ana, luis, ana):
            follow_thread(user.id, thread.id)
    assert followers(thread)[-2:] == [ana.id, luis.id]
    with transaction():
        unfollow_thread(ana.id, thread.id)
        unfollow_thread(ana.id, thread.id)
    assert ana.id not in followers(thread)
    assert luis.id in followers(thread)
