"""Two requests at the same moment, on one forum with several connections."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Event, current_thread, main_thread

import pytest
from sqlalchemy import event, func, select, update

from forum.debates.actions import files, keep_file, lock_thread, move_thread, store_picture
from forum.debates.models import Draft, Post, ReadingPosition, Thread, Upload
from forum.extensions import db
from forum.lib.files import file_store
from forum.lib.pictures import redraw
from forum.lib.transactions import transaction
from tests.conftest import Browser
from tests.factories import fresh, make_group, make_thread, make_user, sign_in
from tests.pictures import drawn

PATIENCE = 15  # seconds


@pytest.fixture
def browser(own_app):
    """A reader's browser at the test's own forum."""
    own_app.config["WTF_CSRF_ENABLED"] = False
    return Browser(own_app, use_cookies=True)


@pytest.fixture
def meanwhile(own_app):
    """Do `act` after a request in another thread has read `table`, and before it writes; gives its answer.

    `hold` takes what the request will wait for: on PostgreSQL it might else write first, as it may.
    """

    def run(ask, table, act, hold=None):
        has_read = Event()

        def note(connection, cursor, statement, *rest):
            if current_thread() is not main_thread() and f"FROM {table}" in statement:
                has_read.set()

        def asked():
            with own_app.app_context():
                return ask()

        event.listen(db.engine, "after_cursor_execute", note)
        with ThreadPoolExecutor(1) as pool:
            with transaction():
                if hold:
                    hold()
                answer = pool.submit(asked)
                assert has_read.wait(PATIENCE)
                act()
            return answer.result(PATIENCE)

    return run


def test_a_reply_does_not_follow_its_thread_into_a_private_group(browser, meanwhile):
    thread, ana = make_thread(), make_user()
    secret = make_group(visibility="private")
    sign_in(browser, ana)
    answer = meanwhile(
        lambda: browser.post(f"/debates/{thread.key}/replies", data={"body": "Llego tarde"}),
        "threads",
        lambda: move_thread(fresh(thread), fresh(secret), None),
        hold=lambda: lock_thread(fresh(thread)),
    )
    assert answer.status_code == 404
    assert db.session.scalars(select(Post.body).where(Post.thread_id == thread.id)).all() == ["Busco plaza."]


def test_a_draft_that_two_requests_discard_is_gone_for_both(browser, meanwhile):
    ana = make_user()
    sign_in(browser, ana)
    place = browser.post(f"/debates/{make_thread().key}/replies", data={"body": "Casi", "action": "draft"})
    answer = meanwhile(
        lambda: browser.post(f"{place.location}/discard"),
        "users",
        lambda: db.session.delete(db.session.scalars(select(Draft)).one()),
        hold=lambda: db.session.scalars(select(Draft).with_for_update()).one(),
    )
    assert answer.status_code == 404


def test_the_same_picture_brought_by_several_at_once_is_one_file(own_app):
    people = [make_user() for _ in range(4)]
    picture = redraw(drawn(size=(90, 20)))

    def bring(person):
        with own_app.app_context():
            store_picture(picture)
            with transaction():
                return keep_file(picture, person).id

    with ThreadPoolExecutor(4) as together:
        ids = set(together.map(bring, people))
    assert len(ids) == 1
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 4
    assert file_store().read(picture.name) == picture.data


def test_a_page_waits_for_nobody_who_writes_at_length(browser, own_app):
    """An import holds SQLite to its end, and on PostgreSQL what is to be written alone holds everybody."""
    thread, ana = make_thread(), make_user()
    browser.get(f"/debates/{thread.key}")  # its templates are compiled
    sign_in(browser, ana)

    def asked():
        began = time.monotonic()
        with own_app.app_context():
            return browser.get(f"/debates/{thread.key}").status_code, time.monotonic() - began

    with ThreadPoolExecutor(1) as pool, transaction(alone=True):
        status, took = pool.submit(asked).result(PATIENCE)
    assert (status, took < 1) == (200, True)
    assert db.session.scalar(select(func.count()).select_from(ReadingPosition)) == 0
    browser.get(f"/debates/{thread.key}")
    assert db.session.scalar(select(func.count()).select_from(ReadingPosition)) == 1


def test_a_page_waits_for_no_other_program_that_writes(browser):
    thread, ana = make_thread(), make_user()
    browser.get(f"/debates/{thread.key}")
    sign_in(browser, ana)
    began = time.monotonic()
    with db.engine.connect().execution_options(writes=True) as other, other.begin():
        other.execute(update(Thread).values(pick_count=Thread.pick_count))
        assert browser.get(f"/debates/{thread.key}").status_code == 200
    assert time.monotonic() - began < 1


def test_pictures_sent_at_once_are_no_more_than_a_person_may_bring_in_a_day(own_app, monkeypatch):
    """Each was asked for and drawn before the first is kept; what was refused leaves nothing in the store."""
    monkeypatch.setattr(files, "MOST_A_DAY", 3)
    ana, all_there = make_user(), Barrier(6)
    pictures = [redraw(drawn(size=(40 + number, 30))) for number in range(6)]

    def bring(picture):
        with own_app.app_context():
            files.refuse_many_uploads(ana)
            db.session.rollback()
            all_there.wait(PATIENCE)
            with suppress(files.TooManyUploads), files.stored(picture), transaction():
                files.take_upload(picture, fresh(ana))

    with ThreadPoolExecutor(6) as together:
        list(together.map(bring, pictures))
    assert db.session.scalar(select(func.count()).select_from(Upload)) == 3
    assert len(list(file_store().names())) == 3
