"""Counts of what each person contributed: right after every act."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.debates import actions
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.permissions import GUEST
from forum.profiles.counts import recount, wrong_counts
from forum.profiles.models import Contribution
from forum.profiles.queries import contributions
from tests.factories import fresh, make_group, make_reply, make_thread, make_user


def counts(user: User) -> dict[str | None, tuple[int, int, int]]:
    """What a guest sees: debates, entries and replies by the name of the group."""
    db.session.rollback()
    rows = contributions(fresh(user), GUEST)
    return {row.group.name if row.group else None: (row.debates, row.entries, row.replies) for row in rows}


def loaded(post: Post) -> Post:
    """The post with its thread, in this session."""
    return db.session.scalars(select(Post).where(Post.id == post.id).options(joinedload(Post.thread))).one()


@pytest.fixture
def busy(app):
    """Somebody with a debate, an entry in no group, and two replies."""
    user = make_user()
    group = make_group("Permutas")
    thread = make_thread(author=user, group=group)
    make_thread(kind="entry", author=user)
    replies = [make_reply(thread, author=user), make_reply(make_thread(group=group), author=user)]
    return user, thread, replies


def test_each_kind_is_counted_in_its_group(busy):
    user, _, _ = busy
    assert counts(user) == {"Permutas": (1, 0, 2), None: (0, 1, 0)}


def test_a_text_withdrawn_or_hidden_is_not_counted_until_it_is_back(busy):
    user, _, replies = busy
    with transaction():
        actions.withdraw_post(loaded(replies[0]), fresh(user))
        actions.hide_post(loaded(replies[1]), None, "se mira")
    assert counts(user)["Permutas"] == (1, 0, 0)
    with transaction():
        actions.remove_post(loaded(replies[1]), None, "norma 3")
    assert counts(user)["Permutas"] == (1, 0, 0)
    with transaction():
        actions.restore_post(loaded(replies[1]), None)
    assert counts(user)["Permutas"] == (1, 0, 1)
    assert wrong_counts() == []


def test_what_awaits_approval_is_counted_once_it_is_shown(busy):
    user, thread, _ = busy
    waiting = make_reply(thread, author=user, state="pending")
    assert counts(user)["Permutas"] == (1, 0, 2)
    with transaction():
        actions.restore_post(loaded(waiting), None)
    assert counts(user)["Permutas"] == (1, 0, 3)
    assert wrong_counts() == []


def test_a_thread_that_awaits_approval_is_counted_once_it_is_shown(app):
    user = make_user()
    thread = make_thread(author=user, group=make_group("Nuevas"), state="pending")
    assert counts(user) == {}
    with transaction():
        actions.restore_thread(fresh(thread), None)
    assert counts(user) == {"Nuevas": (1, 0, 0)}
    assert wrong_counts() == []


def test_a_removed_thread_takes_everybodys_posts_with_it(busy):
    user, thread, _ = busy
    other = make_user()
    make_reply(thread, author=other)
    with transaction():
        actions.remove_thread(fresh(thread), None, "norma 3")
    assert counts(user)["Permutas"] == (0, 0, 1)
    assert counts(other) == {}
    with transaction():
        actions.restore_thread(fresh(thread), None)
    assert counts(user)["Permutas"] == (1, 0, 2)
    assert counts(other) == {"Permutas": (0, 0, 1)}
    assert wrong_counts() == []


def test_a_moved_thread_is_counted_where_it_went(busy):
    user, thread, _ = busy
    there = make_group("Concursos")
    with transaction():
        actions.move_thread(fresh(thread), fresh(there), None)
    assert counts(user) == {"Permutas": (0, 0, 1), "Concursos": (1, 0, 1), None: (0, 1, 0)}
    assert wrong_counts() == []


def test_an_edit_counts_nothing(busy):
    user, thread, _ = busy
    opening = db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == 1)).one()
    text = render("Otro texto.")
    with transaction():
        actions.edit_post(loaded(opening), fresh(user), text, title="Otro título", tags=["otra"])
    assert counts(user)["Permutas"] == (1, 0, 2)
    assert wrong_counts() == []


def test_what_has_no_author_here_is_counted_for_nobody(app):
    thread, text = make_thread(), render("Un comentario importado.")
    with transaction():
        actions.post_reply(fresh(thread), None, text, author_name="Comentarista")
    assert wrong_counts() == []


def test_wrong_counts_are_found_and_written_anew(busy):
    user, _, _ = busy
    with transaction():
        for row in db.session.scalars(select(Contribution).where(Contribution.user_id == user.id)):
            row.replies += 5
    assert wrong_counts()
    with transaction():
        recount()
    assert wrong_counts() == []
    assert counts(user) == {"Permutas": (1, 0, 2), None: (0, 1, 0)}


def test_what_goes_to_and_fro_between_two_groups_at_the_same_moment_waits_but_not_for_each_other(own_app):
    """The first statement on the counts is where each waits for the other to have got as far."""
    one, other = make_group(), make_group()
    people = [make_user() for _ in range(3)]
    threads = [make_thread(group=group) for group in (one, other, one, other)]
    for thread in threads:
        for person in people:
            make_reply(thread, author=person)
    ids, both_there = [thread.id for thread in threads], Barrier(2)

    def counted(connection, cursor, statement, *rest):
        if statement.startswith("INSERT INTO contributions"):
            with suppress(BrokenBarrierError):
                both_there.wait(1)

    def run(source, target):
        with own_app.app_context(), transaction():
            ends = [db.session.get_one(Thread, ids[at]) for at in (source, target)]
            actions.move_posts(ends[0], Ranges.of((2, 4)), ends[1], None)

    event.listen(db.engine, "after_cursor_execute", counted)
    with ThreadPoolExecutor(2) as pool:
        for moved in [pool.submit(run, 0, 1), pool.submit(run, 3, 2)]:
            moved.result(30)
    assert wrong_counts() == []
