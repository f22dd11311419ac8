"""Processes that are killed, and several at once: nothing is lost and nothing is found twice."""

import os
import signal
from multiprocessing import get_context

import pytest
from sqlalchemy import insert, select

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.search import jobs
from forum.search.documents import count_behind
from forum.search.engine import Scope, Search
from forum.search.query import Word
from tests.factories import make_thread, make_user
from tests.search.indexes import another, indexes_there, serving

POSTS = 240


@pytest.fixture
def app(own_app):
    """A forum of this test's own, on a database that several processes use."""
    return own_app


@pytest.fixture(autouse=True)
def index(app):
    """The index in the forum's own data folder."""
    with app.app_context():
        yield jobs.engine()


@pytest.fixture
def posts(app):
    """Ids of many posts that wait to be indexed."""
    thread, author = make_thread(), make_user()
    rows = [
        {"thread_id": thread.id, "number": number, "author_id": author.id, "created": utcnow(), "body": "",
         "body_html": "", "body_text": f"quorum número {number}"}
        for number in range(2, POSTS + 1)
    ]  # fmt: skip
    with transaction():
        db.session.execute(insert(Post), rows)
    ids = set(db.session.scalars(select(Post.id)))
    db.session.remove()
    return ids


def work(app) -> None:
    """What a worker process does, on connections of its own."""
    with app.app_context():
        db.engine.dispose(close=False)
        jobs.index_changes(10)


def started(app):
    worker = get_context("fork").Process(target=work, args=(app,))
    worker.start()
    return worker


def found(index) -> list[int]:
    hits = index.search(Search(Word("quorum"), Scope(frozenset(range(100))), "newest")).hits
    return [hit.post_id for hit in hits]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_at_any_moment_leaves_an_index_that_another_completes(app, index, posts):
    index.rebuild((), len)
    for enough in (1, 40, 90, 150):
        worker = started(app)
        while worker.is_alive() and index.count() < enough:
            pass
        os.kill(worker.pid, signal.SIGKILL)
        worker.join(10)
        assert index.is_sound()
        assert len(found(index)) == len(set(found(index)))
    jobs.index_changes()
    assert count_behind() == 0
    assert sorted(index.post_ids()) == sorted(posts)
    assert len(found(index)) == POSTS - 1


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_rebuild_that_is_killed_leaves_the_old_index_serving(app, index, posts):
    jobs.index_changes()
    old = serving(index)

    def rebuild() -> None:
        with app.app_context():
            db.engine.dispose(close=False)
            jobs.rebuild(lambda _: os.kill(os.getpid(), signal.SIGKILL))

    worker = get_context("fork").Process(target=rebuild)
    worker.start()
    worker.join(30)
    assert worker.exitcode == -signal.SIGKILL
    assert serving(index) == old
    assert sorted(index.post_ids()) == sorted(posts)
    jobs.rebuild()
    assert indexes_there(index) == [serving(index)]
    assert sorted(index.post_ids()) == sorted(posts)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_two_workers_at_once_index_each_post_once(app, index, posts):
    workers = [started(app), started(app)]
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    jobs.index_changes()
    assert count_behind() == 0
    assert sorted(index.post_ids()) == sorted(posts)
    assert sorted(another(index).post_ids()) == sorted(posts)
