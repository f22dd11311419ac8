"""Appending some posts of a thread to another that there is already."""

import pytest
from sqlalchemy import select

from forum.debates import actions
from forum.debates.actions.transfers import refusals
from forum.debates.models import ReadingPosition, Subscription, Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.notifications.checks import wrong_numbers
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.transfers import lands, merge, move, numbers_of, problems, split, take_back, talk, two_talks, where


def test_they_take_the_next_numbers_and_answer_what_came_before_them(app):
    first, posts, second, _ = two_talks()
    late = make_reply(first, "Al cuatro", reply_to=4)
    move(first, "4", second)
    assert where(posts[2]) == (second.id, 5, None)
    move(first, "7", second)
    assert where(late) == (second.id, 6, 5)
    assert numbers_of(first) == [1, 2, 3, 5, 6]
    assert problems() == []


def test_there_and_back_again_takes_new_numbers_and_every_place_leads_on(client):
    first, posts, second, others = two_talks()
    move(first, "3-5", second)
    move(second, "2, 5-6", first)
    assert where(posts[1])[:2] == (first.id, 8)
    assert numbers_of(first) == [1, 2, 6, 7, 8, 9]
    assert numbers_of(second) == [1, 3, 4, 7]
    assert all(lands(client, post) for post in [*posts, *others])
    assert problems() == []


def test_only_who_wrote_them_follows_the_other_thread(app):
    ana, luis = make_user(), make_user()
    first, second = make_thread(group=(group := make_group())), make_thread(group=group)
    make_reply(first, author=ana)
    with transaction():
        actions.follow_thread(luis.id, first.id)
        db.session.add(ReadingPosition(user_id=luis.id, thread_id=first.id, number=2))
    done = move(first, "2", second)
    followers = select(Subscription.user_id).where(Subscription.thread_id == second.id)
    assert ana.id in db.session.scalars(followers).all()
    assert luis.id not in db.session.scalars(followers).all()
    read = select(ReadingPosition).where(ReadingPosition.thread_id == second.id)
    assert db.session.scalar(read) is None
    take_back(done)
    assert ana.id not in db.session.scalars(followers).all()


def test_who_had_read_all_has_read_all_although_the_end_moved_away(app):
    luis = make_user()
    first, _, second, _ = two_talks()
    with transaction():
        db.session.add(ReadingPosition(user_id=luis.id, thread_id=first.id, number=4))
        db.session.add(ReadingPosition(user_id=luis.id, thread_id=second.id, number=4))
    done = move(first, "5-6", second)
    read = select(ReadingPosition.thread_id, ReadingPosition.number)
    assert dict(db.session.execute(read).all()) == {first.id: 6, second.id: 4}
    take_back(done)
    assert dict(db.session.execute(read).all()) == {first.id: 6, second.id: 6}


@pytest.mark.parametrize(
    ("numbers", "refusal"), [("1", refusals.OpeningStays), ("90", refusals.NothingChosen)]
)
def test_what_cannot_be_moved(app, numbers, refusal):
    first, _, second, _ = two_talks()
    with pytest.raises(refusal):
        move(first, numbers, second)


def test_they_stay_with_the_same_readers(app):
    first, _, _second, _ = two_talks()
    closed = make_thread(group=make_group(visibility="private"))
    with pytest.raises(refusals.OtherReaders):
        move(first, "2", closed)
    with pytest.raises(refusals.SameThread):
        move(first, "2", first)
    entry = make_thread(kind="entry")
    move(first, "2", entry)
    assert problems() == []


def test_a_tombstone_moves_as_one_and_comes_back_from_either_place(client):
    first, posts, second, _ = two_talks()
    with transaction():
        actions.remove_post(fresh(posts[1]), None, "norma 3")
    done = move(first, "3-4", second)
    assert (fresh(first).reply_count, fresh(second).reply_count) == (3, 4)
    assert lands(client, posts[1])
    with transaction():
        actions.restore_post(fresh(posts[1]), None)
    assert fresh(second).reply_count == 5
    take_back(done)
    assert where(posts[1])[:2] == (first.id, 3)
    assert problems() == []


def test_check_notices_a_pointer_where_a_post_stands_and_news_of_pointers_are_right(app):
    first, posts, second, _ = two_talks()
    luis = make_user()
    with transaction():
        actions.follow_thread(luis.id, first.id)
    make_reply(first, "Nuevo")
    move(first, "7", second)
    assert list(wrong_numbers()) == []
    with transaction():
        fresh(posts[0]).number = 7
    assert any("pointers: " in problem and "at 7" in problem for problem in problems())
    with transaction():
        fresh(posts[0]).number = 2
        db.session.get_one(Thread, first.id).last_number = 5
    assert [problem for problem in problems() if problem.startswith("thread.last_number")]


def test_merging_what_holds_pointers_leaves_them_leading_on(client):
    first, posts, second, others = two_talks()
    third, more = talk(2, group=db.session.get_one(type(make_group()), fresh(first).group_id))
    split(first, "3", "Aparte")
    merge(first, second)
    done = merge(second, third)
    assert all(lands(client, post) for post in [*posts, *others, *more])
    assert problems() == []
    take_back(done)
    assert all(lands(client, post) for post in [*posts, *others, *more])
    assert problems() == []
