"""What the bell tells people: once a thread while unread, nothing of their own, nothing they may not read."""

import re

import pytest
from sqlalchemy import func, select

from forum.debates.actions import (
    follow_thread,
    hide_post,
    move_thread,
    remove_thread,
    restore_post,
    unfollow_thread,
)
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.groups.queries import viewer_of
from forum.lib.transactions import transaction
from forum.notifications.models import Notification
from forum.notifications.queries import news_list, unread_count
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.statements import statements


def following(thread, user):
    """Have a person follow a thread."""
    with transaction():
        follow_thread(user.id, thread.id)


def news_of(user):
    """What a person is told, the latest first."""
    db.session.rollback()
    return list(news_list(viewer_of(fresh(user))))


def unread(user):
    """The figure on the person's bell."""
    db.session.rollback()
    return db.session.scalar(select(unread_count(viewer_of(fresh(user)))))


@pytest.fixture
def ana(app):
    return make_user()


@pytest.fixture
def thread(ana):
    """A thread that ana follows and somebody else opened."""
    made = make_thread("Permuta de Lugo")
    following(made, ana)
    return made


def test_replies_in_a_followed_thread_are_one_notification_that_counts_up(ana, thread):
    make_reply(thread)
    make_reply(thread)
    (news,) = news_of(ana)
    assert (news.thread.id, news.posts, news.unread, news.answers) == (thread.id, 2, True, False)
    assert unread(ana) == 1


def test_nobody_is_told_of_what_they_did_themselves(ana, thread):
    make_reply(thread, author=ana)
    assert news_of(ana) == []
    make_reply(thread)
    make_reply(thread, author=ana)
    assert news_of(ana)[0].posts == 1


def test_who_no_longer_follows_is_told_only_of_answers_to_them(ana, thread):
    mine = make_reply(thread, author=ana)
    with transaction():
        unfollow_thread(ana.id, thread.id)
    make_reply(thread)
    assert news_of(ana) == []
    make_reply(thread, reply_to=mine.number)
    make_reply(thread)
    (news,) = news_of(ana)
    assert (news.notification.kind, news.posts, news.answers) == ("answer", 1, True)


def test_who_follows_reads_that_somebody_answered_them(ana, thread):
    mine = make_reply(thread, author=ana)
    make_reply(thread, reply_to=mine.number)
    (news,) = news_of(ana)
    assert (news.notification.kind, news.answers) == ("thread", True)


def test_what_is_written_quietly_is_told_to_nobody(ana, thread):
    make_reply(thread, quietly=True)
    assert news_of(ana) == []


def test_a_removed_post_is_no_news_and_one_shown_again_is(ana, thread):
    reply = make_reply(thread)
    with transaction():
        hide_post(fresh(reply), None, "")
    assert news_of(ana) == []
    assert unread(ana) == 0
    with transaction():
        restore_post(fresh(reply), None)
    assert unread(ana) == 1


def test_a_removed_thread_is_no_news(ana, thread):
    make_reply(thread)
    with transaction():
        remove_thread(fresh(thread), None, "")
    assert news_of(ana) == []
    assert unread(ana) == 0


def test_a_private_group_never_tells_an_outsider(ana, thread):
    secret = make_group(visibility="private")
    make_reply(thread)
    with transaction():
        move_thread(fresh(thread), fresh(secret), None)
    make_reply(thread)
    assert news_of(ana) == []
    assert unread(ana) == 0


def test_who_left_a_private_group_is_told_no_more_of_it(app):
    eva = make_user()
    secret = make_group(visibility="private", members=(eva,))
    thread = make_thread(group=secret)
    following(thread, eva)
    make_reply(thread)
    assert unread(eva) == 1
    with transaction():
        db.session.delete(db.session.get_one(GroupMember, (secret.id, eva.id)))
    assert unread(eva) == 0
    assert news_of(eva) == []


def bell(page):
    """What the bell in a page's head says: how many are unread."""
    found = re.search(r'class="head__icon".*?</a>', page, re.S)
    count = re.search(r'class="count">([^<]+)', found[0])
    return count[1] if count else ""


def test_the_bell_counts_and_opening_the_thread_reads_it(client, ana, thread):
    make_reply(thread)
    sign_in(client, ana)
    page = client.get("/notifications").text
    assert bell(page) == "1"
    assert "1 mensaje nuevo" in page
    address = re.search(r'href="([^"]+#post-2)"', page)[1]
    client.get(address)
    assert bell(client.get("/notifications").text) == ""
    (news,) = news_of(ana)
    assert not news.unread
    make_reply(thread)
    assert [news.unread for news in news_of(ana)] == [True, False]


def test_reading_one_page_leaves_what_is_on_the_next(client, ana, thread):
    for _ in range(24):
        make_reply(thread)
    sign_in(client, ana)
    client.get(f"/debates/{thread.key}")
    (news,) = news_of(ana)
    assert (news.unread, news.notification.first, news.posts) == (True, 21, 5)
    client.get(f"/debates/{thread.key}?page=2")
    assert unread(ana) == 0


def test_all_are_read_with_one_button(client, ana, thread):
    make_reply(thread)
    sign_in(client, ana)
    assert "Marcar todo como leído" in client.get("/notifications").text
    answer = client.post("/notifications/read")
    assert (answer.status_code, answer.location) == (303, "/notifications")
    assert "Marcar todo como leído" not in client.get("/notifications").text
    assert unread(ana) == 0


def test_the_list_is_paged_by_key_in_the_same_statements(client, ana):
    for number in range(23):
        thread = make_thread(f"Debate {number}", group=make_group())
        following(thread, ana)
        make_reply(thread)
    first = news_list(viewer_of(ana))
    assert len(first) == 20
    rest = news_list(viewer_of(ana), first.next)
    titles = [news.thread.title for part in (first, rest) for news in part]
    assert titles == [f"Debate {number}" for number in reversed(range(23))]
    sign_in(client, ana)
    client.get("/notifications")  # the first visit of the hour is noted
    with statements() as many:
        page = client.get("/notifications").text
    assert page.count("1 mensaje nuevo") == 20
    assert "Anteriores" in page
    assert len(many) == 4  # the person, their groups, the figures of the head, the news


def test_a_guest_signs_in_first(client, app):
    assert client.get("/notifications").status_code == 303


def test_more_than_a_hundred_are_not_counted(client, ana, thread):
    for _ in range(101):
        make_reply(thread)
    sign_in(client, ana)
    assert "Más de 99 mensajes nuevos" in client.get("/notifications").text


def test_only_one_row_however_many_replies(ana, thread):
    for _ in range(5):
        make_reply(thread)
    rows = select(func.count()).select_from(Notification).where(Notification.user_id == ana.id)
    assert db.session.scalar(rows) == 1
