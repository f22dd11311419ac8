"""Thousands of posts move in a handful of statements, and as many as for a few."""

import time

import pytest
from sqlalchemy import insert, select, update

from forum.debates import actions
from forum.debates.actions.reading import mark_read
from forum.debates.actions.transfers import moving
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.numbers import Ranges
from forum.lib.tables import table_of
from forum.lib.transactions import transaction
from forum.profiles.counts import recount
from tests.factories import fresh, make_group, make_thread, make_user
from tests.statements import statements
from tests.transfers import lands, problems

MANY, FEW = 5_000, 5


def long_thread(replies, group, people):
    """A thread with so many replies, each to the one before, and with people who follow and have read it."""
    thread = make_thread("Larga", group=group)
    texts = {"body": "Otra.", "body_html": "<p>Otra.</p>", "body_text": "Otra."}
    rows = [
        {
            **texts,
            "thread_id": thread.id,
            "number": number,
            "reply_to": number - 1,
            "author_id": people[number % len(people)].id,
            "created": utcnow(),
        }
        for number in range(2, replies + 2)
    ]
    with transaction():
        db.session.execute(insert(table_of(Post)), rows)
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(last_number=replies + 1))
        for user in people:
            actions.follow_thread(user.id, thread.id)
            mark_read(user.id, thread.id, replies)
        moving.recount(fresh(thread))
        recount()
    return thread


def acts(thread, other, size):
    """Every way to move posts, and back."""
    numbers = Ranges.of((2, size + 1))
    split = actions.split_thread(fresh(thread), numbers, "Aparte", None)
    yield
    actions.take_back(split, None)
    yield
    moved = actions.move_posts(fresh(thread), numbers, fresh(other), None)
    yield
    actions.take_back(moved, None)
    yield
    merged = actions.merge_threads(fresh(thread), fresh(other), None)
    yield
    actions.take_back(merged, None)
    yield


def measured(size):
    """How many statements each act takes, and the most processor seconds that one took."""
    group, people = make_group(), [make_user() for _ in range(5)]
    thread, other = long_thread(size, group, people), make_thread(group=group)
    counts, seconds = [], 0.0
    act = acts(thread, other, size)
    for _ in range(6):
        begin = time.process_time()
        with statements() as seen, transaction():
            next(act)
        counts.append(len(seen))
        seconds = max(seconds, time.process_time() - begin)
    return counts, seconds, thread


@pytest.mark.long
def test_five_thousand_posts_move_in_the_statements_that_five_take(client):
    few, _, _ = measured(FEW)
    many, seconds, thread = measured(MANY)
    assert many == few
    assert max(many) <= 50
    assert seconds < 5
    assert problems() == []
    last = select(Post).where(Post.thread_id == thread.id, Post.number == MANY)
    assert lands(client, db.session.scalars(last).one())
