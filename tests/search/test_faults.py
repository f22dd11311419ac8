"""Processes that are killed, and several at once: nothing is lost and nothing is found twice."""

import errno
import json
import os
import random
import re
import resource
import shutil
import signal
import time
import urllib.request
from multiprocessing import get_context

import pytest
from sqlalchemy import insert, select, update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.search import jobs
from forum.search.documents import count_behind, fall_behind
from forum.search.engine import Scope, Search
from forum.search.query import Word
from tests.factories import make_reply, make_thread, make_user
from tests.search.documents import at_once
from tests.search.indexes import another, indexes_there, is_whoosh, serving
from tests.servers import Server, until

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


@pytest.mark.long
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


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_worker_killed_over_and_over_loses_nothing(app, index, posts):
    chance = random.Random(1)
    index.rebuild(at_once(()), len)
    for _ in range(25):
        worker = started(app)
        time.sleep(chance.uniform(0.01, 0.3))
        os.kill(worker.pid, signal.SIGKILL)
        worker.join(10)
        if chance.random() < 0.3:
            with transaction():
                fall_behind(Post.id % 3 == 0)
        assert index.is_sound()
        assert len(found(index)) == len(set(found(index)))
    jobs.index_changes()
    assert count_behind() == 0
    assert sorted(index.post_ids()) == sorted(posts)
    assert len(found(index)) == POSTS - 1


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_rebuild_killed_over_and_over_comes_to_an_end(app, index, posts, monkeypatch):
    monkeypatch.setattr("forum.search.jobs.rebuilding.POSTS", 20)
    monkeypatch.setattr("forum.search.documents.CHUNK", 20)
    for after in range(30, POSTS, 30):
        killed_rebuilding(app, after)
    assert jobs.rebuild() == POSTS
    assert count_behind() == 0
    assert sorted(index.post_ids()) == sorted(posts)
    assert len(indexes_there(index)) == 1


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_disk_that_fills_up_during_a_commit_stops_nothing_for_good(app, index, posts):
    if not is_whoosh(index):
        return  # its disk is that of the database: nobody writes then, and a transaction is whole or nothing
    jobs.index_changes()
    thread = make_thread("Trienios")
    for _ in range(20):
        make_reply(thread, " ".join(f"palabra{n}" for n in range(300)))

    def without_room() -> None:
        with app.app_context():
            db.engine.dispose(close=False)
            update_whole = index.update

            def update_in_vain(*given):
                resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))
                update_whole(*given)

            index.update = update_in_vain
            try:
                jobs.index_changes()
            except OSError as full:
                os._exit(full.errno)

    worker = get_context("fork").Process(target=without_room)
    worker.start()
    worker.join(60)
    assert worker.exitcode == errno.EFBIG
    assert len(found(index)) == POSTS - 1
    assert count_behind() == 21
    assert index.is_sound()
    assert jobs.index_changes() == 21
    assert len(found(index, "trienio")) == 21


@pytest.mark.long
def test_a_forum_that_loses_its_index_answers_meanwhile_and_finds_everything_again(own_url, tmp_path):
    server = Server(tmp_path, {"FORUM_DATABASE_URL": own_url})
    server.start()
    try:
        server.python(THREADS)
        until(lambda: total(server) == "3", "three threads are found")
        if own_url.startswith("sqlite"):
            shutil.rmtree(tmp_path / "search")
        else:
            server.python(WITHOUT_TABLE)
        answers = {total(server) for _ in range(10)}
        assert answers <= {"3", "catching up", "0"}
        until(lambda: total(server) == "3", "three threads are found again", 90)
        figures = json.loads(server.command("search", "status", "--json").stdout)
        assert (figures["indexed"], figures["expected"], figures["pending"]) == (3, 3, 0)
        assert urllib.request.urlopen(server.url, timeout=10).status == 200
    finally:
        server.stop()


def total(server) -> str:
    """How many threads the search page says to have found, or that it is catching up."""
    with urllib.request.urlopen(f"{server.url}/search?q=quorum", timeout=10) as answer:
        page = answer.read().decode()
    found = re.search(r'data-total="(\d+)"', page)
    return found[1] if found else "catching up" if "se está poniendo al día" in page else page


IN_THE_FORUM = """
from forum.app import create_app
from forum.extensions import db
from forum.lib.transactions import transaction
from sqlalchemy import text
from tests.factories import make_thread
with create_app().app_context():
"""
THREADS = f"{IN_THE_FORUM}    for number in range(3): make_thread(f'Quorum {{number}}')"
WITHOUT_TABLE = (
    f"{IN_THE_FORUM}    with transaction(): db.session.execute(text('DROP TABLE search_documents'))"
)
