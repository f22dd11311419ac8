"""The same form sent several times at the same moment: a double click, a browser that tries again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from forum.debates.models import Draft, Post, Thread
from forum.extensions import db
from tests.conftest import Browser
from tests.factories import make_group, make_thread, make_user, sign_in

TIMES = 4


@pytest.fixture
def send(own_app):
    """Posts the same form several times at once, as one person; gives where each answer leads."""
    own_app.config["WTF_CSRF_ENABLED"] = False
    person, ready = make_user(), Barrier(TIMES)

    def once(address, data):
        with own_app.app_context():
            browser = Browser(own_app, use_cookies=True)
            sign_in(browser, person)
            ready.wait(30)
            answer = browser.post(address, data=data)
        return answer.status_code, answer.location

    def go(address, **data):
        with ThreadPoolExecutor(TIMES) as pool:
            answers = [pool.submit(once, address, data) for _ in range(TIMES)]
        return {answer.result() for answer in answers}

    return go


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def test_a_new_debate_is_one_for_all(send):
    group = make_group()
    answers = send(
        "/debates/new",
        title="Permuta",
        body="Busco plaza.",
        group=group.slug,
        tags="uno, dos",
        submission="abc",
    )
    assert [status for status, _ in answers] == [303]
    assert (count(Thread), count(Post)) == (1, 1)


def test_a_reply_is_one_for_all(send):
    thread = make_thread()
    answers = send(f"/debates/{thread.key}/replies", body="Yo también.", submission="abc")
    assert [status for status, _ in answers] == [303]
    assert count(Post) == 2


def test_a_draft_is_one_for_all(send):
    answers = send("/debates/new", title="Permuta", body="Casi", action="draft", submission="abc")
    assert [status for status, _ in answers] == [303]
    assert count(Draft) == 1


def test_a_draft_saved_again_is_the_same(send):
    [(_, first)] = send("/debates/new", title="Permuta", body="Casi", action="draft")
    number = first.rpartition("/")[2]
    answers = send("/debates/new", title="Permuta", body="Ya casi", action="draft", draft=number)
    assert answers == {(303, first)}
    assert count(Draft) == 1


def test_another_text_under_the_same_submission_is_another_debate(send):
    group = make_group()
    form = {"title": "Permuta", "group": group.slug, "submission": "abc"}
    send("/debates/new", body="Busco plaza.", **form)
    send("/debates/new", body="Busco otra plaza.", **form)
    assert count(Thread) == 2
