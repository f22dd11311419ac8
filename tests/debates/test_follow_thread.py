"""Following a thread, and no longer."""

import pytest
from sqlalchemy import select

from forum.debates.actions import follow_thread, publish_pending, unfollow_thread
from forum.debates.models import Subscription
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in


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


def follow(client, thread, action="follow"):
    """Press the button on the page of a thread."""
    return client.post(f"/debates/{thread.key}/follow", data={"action": action})


def test_the_button_follows_and_the_same_place_no_longer(client):
    thread, ana = make_thread(), make_user()
    sign_in(client, ana)
    assert 'value="follow"' in client.get(f"/debates/{thread.key}").text
    answer = follow(client, thread)
    assert (answer.status_code, answer.location) == (303, f"/debates/{thread.key}")
    assert ana.id in followers(thread)
    page = client.get(f"/debates/{thread.key}").text
    assert "Dejar de seguir" in page
    assert 'value="follow"' not in page
    assert follow(client, thread, "unfollow").status_code == 303
    assert ana.id not in followers(thread)


def test_a_guest_signs_in_to_follow_and_sees_no_button(client):
    thread = make_thread()
    assert f"{thread.key}/follow" not in client.get(f"/debates/{thread.key}").text
    answer = follow(client, thread)
    assert answer.status_code == 303
    assert "/login" in answer.location


def test_what_one_may_not_see_cannot_be_followed(client):
    thread = make_thread(group=make_group(visibility="private"))
    ana = make_user()
    sign_in(client, ana)
    assert follow(client, thread).status_code == 404
    assert ana.id not in followers(thread)


@pytest.mark.parametrize("action", ["", "watch"])
def test_a_form_that_says_neither_changes_nothing(client, action):
    thread, ana = make_thread(), make_user()
    sign_in(client, ana)
    assert follow(client, thread, action).status_code == 422
    assert ana.id not in followers(thread)


def test_one_follows_what_one_opens_and_replies_to(app):
    ana, luis, eva = make_user(), make_user(), make_user()
    thread = make_thread(author=ana)
    make_reply(thread, author=luis)
    waiting = make_reply(thread, author=eva, state="pending")
    assert followers(thread) == [ana.id, luis.id]
    with transaction():
        publish_pending(fresh(waiting), None)
    assert followers(thread) == [ana.id, luis.id, eva.id]


def test_who_prefers_not_to_follows_nothing_by_itself(app):
    ana = make_user()
    with transaction():
        fresh(ana).follows_own = False
    thread = make_thread(author=ana)
    make_reply(thread, author=ana)
    assert followers(thread) == []


def test_what_is_written_quietly_is_followed_by_nobody(app):
    thread = make_thread(quietly=True)
    make_reply(thread, quietly=True)
    assert followers(thread) == []
