"""Several write to one thread at the same moment: whoever follows it is told once, of all."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from forum.debates.actions import follow_thread, post_reply
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.notifications.actions import mark_all_read
from forum.notifications.models import Notification
from forum.notifications.queries import news_list
from tests.factories import fresh, make_thread, make_user


def together(app, acts):
    """Run these, each in a thread and a session of its own."""

    def run(act):
        with app.app_context():
            try:
                with transaction():
                    act()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


def reply_by(user, thread, text):
    return lambda: post_reply(fresh(thread), fresh(user), text)


def test_replies_at_once_are_one_notification_with_the_right_count(own_app):
    thread, followers = make_thread(), [make_user() for _ in range(3)]
    writers = [make_user() for _ in range(6)]
    with transaction():
        for user in followers:
            follow_thread(user.id, thread.id)
    text = render("A la vez.")
    together(own_app, [reply_by(user, thread, text) for user in writers])
    for user in followers:
        (news,) = news_list(viewer_of(fresh(user)))
        assert (news.posts, news.unread) == (6, True)
        db.session.rollback()


def test_reading_all_while_replies_come_loses_none_and_nobody_waits_for_ever(own_app):
    threads, people = [make_thread() for _ in range(3)], [make_user() for _ in range(3)]
    with transaction():
        for thread in threads:
            for user in people:
                follow_thread(user.id, thread.id)
    text, writer = render("Otra."), make_user()
    acts = [reply_by(writer, thread, text) for thread in threads for _ in range(3)]
    acts += [lambda user=user: mark_all_read(user.id) for user in people for _ in range(2)]
    together(own_app, acts)
    for user in people:
        told = sum(news.posts for news in news_list(viewer_of(fresh(user))))
        assert told == 9
        db.session.rollback()
    unread = (
        select(func.count())
        .where(Notification.read.is_(None))
        .group_by(Notification.user_id, Notification.thread_id)
    )
    assert set(db.session.scalars(unread)) <= {1}
