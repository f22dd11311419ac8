"""Making a thread of some posts of another."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.debates import actions
from forum.debates.actions.transfers import refusals
from forum.debates.models import ReadingPosition, Subscription, Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import all_indexed, behind
from tests.transfers import fresh_copy, lands, numbers_of, problems, split, take_back, talk, where


def target_of(done) -> Thread:
    return fresh_copy(db.session.get_one(Thread, done.target_id))


def test_the_posts_take_numbers_from_one_in_their_order_and_answer_each_other_there(app):
    thread, posts = talk(6)
    done = split(thread, "2-3, 6", "Solo permutas")
    new = target_of(done)
    assert [where(post)[:2] for post in (posts[0], posts[1], posts[4])] == [(new.id, n) for n in (1, 2, 3)]
    assert where(posts[1])[2] == 1
    assert numbers_of(thread) == [1, 4, 5, 7]
    assert fresh(thread).last_number == 7
    assert (new.kind, new.title, new.slug, new.state) == (
        "debate",
        "Solo permutas",
        "solo-permutas",
        "visible",
    )
    assert (new.author_id, new.created, new.reply_count) == (posts[0].author_id, posts[0].created, 2)
    assert fresh(thread).reply_count == 3
    assert problems() == []


def test_what_answered_a_post_that_stays_answers_nobody_there_and_the_other_way_round_the_pointer(app):
    thread, posts = talk(3)
    late = make_reply(thread, "Al cuatro", reply_to=4)
    split(thread, "3-4")
    assert where(posts[1])[2] is None
    assert where(late)[2] == 4
    assert problems() == []


def test_every_permalink_leads_to_where_the_post_is_now(client):
    thread, posts = talk(30)
    split(thread, "5-28")
    assert all(lands(client, post) for post in posts)


def test_a_run_of_pointers_is_one_line_that_leads_to_each(client):
    thread, posts = talk(6)
    new = target_of(split(thread, "3-5, 7", "Aparte"))
    page = client.get(f"/debates/{thread.key}").text
    assert "Los mensajes n.º 3 a 5 están ahora en «Aparte»" in page
    assert "El mensaje n.º 7 está ahora en" in page
    assert page.count("<summary>Los mensajes") == 1
    for number in (3, 4, 5, 7):
        assert f'id="post-{number}"' in page
    assert f'href="/posts/{posts[1].id}"' in page
    there = client.get(f"/debates/{new.key}").text
    assert "Estos mensajes estaban en" in there
    assert f'href="/debates/{thread.key}"' in there


def test_search_feeds_counts_and_news_follow(client):
    ana, luis = make_user(), make_user()
    thread, posts = talk(4, group=make_group(), author=ana, tags=["permutas"])
    all_indexed()
    with transaction():
        actions.follow_thread(luis.id, thread.id)
        db.session.add(ReadingPosition(user_id=luis.id, thread_id=thread.id, number=4))
    new = target_of(split(thread, "3-5", tags=["vigo"]))
    assert {post.id for post in posts[1:]} <= behind()
    assert posts[0].id not in behind()
    followers = select(Subscription.user_id).where(Subscription.thread_id == new.id)
    assert {ana.id, luis.id} <= set(db.session.scalars(followers))
    read = select(ReadingPosition.number).where(
        ReadingPosition.thread_id == new.id, ReadingPosition.user_id == luis.id
    )
    assert db.session.scalar(read) == 2
    assert posts[1].body in client.get(f"/debates/{new.key}/feed.atom").text
    assert posts[1].body not in client.get(f"/debates/{thread.key}/feed.atom").text
    assert f"/debates/{new.key}<" in client.get("/sitemap.xml?part=threads-0").text
    assert problems() == []


def test_an_unread_notice_of_what_moved_is_there_too(client):
    luis, thread = make_user(), make_thread("De antes")
    with transaction():
        actions.follow_thread(luis.id, thread.id)
    for number in range(3):
        make_reply(thread, f"Nuevo {number}")
    new = target_of(split(thread, "3-4", "El nuevo"))
    sign_in(client, luis)
    page = client.get("/notifications").text
    assert "El nuevo" in page
    assert "De antes" in page
    assert client.get(f"/debates/{new.key}").status_code == 200
    assert "El nuevo" in client.get("/notifications").text
    assert problems() == []


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [("1-3", refusals.OpeningStays), ("40", refusals.NothingChosen), ("2", refusals.HiddenOpening)],
)
def test_what_cannot_be_split_off(app, numbers, refusal):
    thread, posts = talk(3)
    with transaction():
        actions.remove_post(fresh(posts[0]), None, "norma 3")
    with pytest.raises(refusal) as refused:
        split(thread, numbers)
    assert refused.value.field == "numbers"
    assert numbers_of(thread) == [1, 2, 3, 4]


def test_it_stays_with_the_same_readers(app):
    private, other = make_group(visibility="private"), make_group(visibility="private")
    thread, _ = talk(2, group=private)
    for group in (other, make_group()):
        with pytest.raises(refusals.OtherReadersThere):
            split(thread, "2", group=group)
    entry, _ = talk(2, kind="entry")
    with pytest.raises(refusals.GroupNeeded):
        split(entry, "2")
    assert target_of(split(entry, "2", group=make_group())).kind == "debate"
    assert problems() == []


def test_a_removed_thread_is_not_split(app):
    thread, _ = talk(2)
    with transaction():
        actions.remove_thread(fresh(thread), None, "norma 1")
    with pytest.raises(refusals.NotShown):
        split(thread, "2")


def test_undone_all_is_as_it_was_and_the_new_address_leads_back(client):
    thread, posts = talk(5)
    before = {post.id: where(post) for post in posts}
    done = split(thread, "3-5", "Aparte")
    new = target_of(done)
    take_back(done)
    assert {post.id: where(post) for post in posts} == before
    assert numbers_of(new) == []
    answer = client.get(f"/debates/{new.key}")
    assert (answer.status_code, answer.location) == (301, f"/debates/{thread.key}#post-3")
    assert "están ahora en" not in client.get(f"/debates/{thread.key}").text
    assert all(lands(client, post) for post in posts)
    assert problems() == []


def test_undone_what_was_written_since_comes_behind(client):
    thread, _posts = talk(4)
    done = split(thread, "3-5", "Aparte")
    since = make_reply(target_of(done), "Ya en el nuevo", reply_to=1)
    waiting = make_reply(target_of(done), "Pendiente", state="pending")
    take_back(done)
    assert where(since) == (thread.id, 6, 3)
    assert where(waiting)[:2] == (thread.id, None)
    assert lands(client, since)
    assert problems() == []


def test_undone_where_only_something_pending_came_since(app):
    thread, _ = talk(4)
    done = split(thread, "3-5", "Aparte")
    waiting = make_reply(target_of(done), "Pendiente", state="pending")
    take_back(done)
    assert where(waiting)[:2] == (thread.id, None)
    assert problems() == []


def test_it_is_undone_once_and_not_after_something_moved_further(app):
    thread, _ = talk(5)
    first = split(thread, "3-6", "Uno")
    second = split(target_of(first), "2", "Dos")
    with pytest.raises(refusals.MovedOn):
        take_back(first)
    take_back(second)
    take_back(first)
    with pytest.raises(actions.refusals.AlreadySo):
        take_back(first)
    assert problems() == []


def test_the_audit_log_says_what_was_done(app):
    thread, _ = talk(3)
    done = split(thread, "3")
    take_back(done)
    rows = db.session.execute(select(AuditRow.act, AuditRow.thing_id).where(AuditRow.thing == "thread"))
    assert [tuple(row) for row in rows] == [("thread.split", thread.id), ("transfer.undo", thread.id)]
