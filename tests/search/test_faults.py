"""Processes that are killed, and several at once: nothing is lost and nothing is found twice."""

import os
import signal
from multiprocessing import get_context

import pytest
from sqlalchemy import insert, select, update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.search import jobs
from forum.search.documents import count_behind
from forum.search.engine import Scope, Search
from forum.search.query import Word
from tests.factories import make_thread, make_user
from tests.search.documents import at_once
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


def found(index, word="quorum") -> list[int]:
    hits = index.search(Search(Word(word), Scope(frozenset(range(100))), "newest")).hits
    return [hit.post_id for hit in hits]


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_at_any_moment_leaves_an_index_that_another_completes(app, index, posts):
    index.rebuild(at_once(()), len)
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

    killed_rebuilding(app, after=1)
    assert serving(index) == old
    assert sorted(index.post_ids()) == sorted(posts)
    jobs.rebuild()
    assert indexes_there(index) == [serving(index)]
    assert sorted(index.post_ids()) == sorted(posts)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_rebuild_that_is_killed_goes_on_where_it_was(app, index, posts, monkeypatch):
    monkeypatch.setattr("forum.search.jobs.rebuilding.POSTS", 50)
    monkeypatch.setattr("forum.search.documents.CHUNK", 50)
    monkeypatch.setattr("forum.search.jobs.rebuilding.STEP", 10)
    killed_rebuilding(app, after=120)
    assert count_behind() == POSTS
    told = []
    assert jobs.rebuild(told.append) == POSTS
    assert told[0] == 100
    assert sum(told) == POSTS
    assert count_behind() == 0
    assert sorted(index.post_ids()) == sorted(posts)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_what_changes_while_a_rebuild_lies_unfinished_is_in_the_new_index(app, index, posts, monkeypatch):
    monkeypatch.setattr("forum.search.jobs.rebuilding.POSTS", 50)
    monkeypatch.setattr("forum.search.documents.CHUNK", 50)
    jobs.index_changes()
    killed_rebuilding(app, after=120)
    first, second, *_ = sorted(posts)
    with transaction():
        changed = {"body_text": "un trienio", "revision": Post.revision + 1}
        db.session.execute(update(Post).where(Post.id == first).values(**changed))
    jobs.index_changes()
    with transaction():
        db.session.execute(update(Post).where(Post.id == second).values(**changed))
    assert jobs.rebuild() == POSTS
    assert count_behind() == 0
    assert sorted(found(index, "trienio")) == [first, second]
    assert len(found(index)) == POSTS - 2


def killed_rebuilding(app, after: int) -> None:
    """A process that rebuilds the index, and is killed once it has read so many posts."""

    def rebuild() -> None:
        with app.app_context():
            db.engine.dispose(close=False)
            told: list[int] = []

            def tell(count: int) -> None:
                told.append(count)
                if sum(told) >= after:
                    os.kill(os.getpid(), signal.SIGKILL)

            jobs.rebuild(tell)

    worker = get_context("fork").Process(target=rebuild)
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL


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
