"""Several people, or one with several clicks, who want the same at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from forum.accounts.actions import MOST_BY_PERSON, count_try
from forum.accounts.models import SignInFailure, User
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.accounts.pages import enter, register
from tests.conftest import Browser

TIMES = 4


@pytest.fixture
def at_once(own_app):
    """Runs acts at the same moment, each in a browser of its own; gives the statuses, counted."""
    own_app.config["WTF_CSRF_ENABLED"] = False

    def run(*acts):
        ready = Barrier(len(acts))

        def do(act):
            with own_app.app_context():
                browser = Browser(own_app, use_cookies=True)
                ready.wait(30)
                return act(browser).status_code

        with ThreadPoolExecutor(len(acts)) as pool:
            return Counter(pool.map(do, acts))

    return run


def test_a_registration_sent_several_times_is_one_and_says_so_each_time(at_once):
    said = at_once(*[lambda browser: register(browser, "nueva", "nueva@pueblo.example")] * TIMES)
    assert said == {303: TIMES}
    assert db.session.scalars(select(User.username)).all() == ["nueva"]


def test_of_several_who_want_a_username_one_gets_it(at_once):
    wanted = [
        lambda browser, number=number: register(browser, "nueva", f"persona{number}@pueblo.example")
        for number in range(TIMES)
    ]
    assert at_once(*wanted) == {303: 1, 422: TIMES - 1}
    assert db.session.scalars(select(User.username)).all() == ["nueva"]


def test_guesses_at_once_are_counted_one_by_one(at_once):
    for _ in range(MOST_BY_PERSON - 1):
        with transaction():
            count_try("ana", "192.0.2.7")
    said = at_once(*[lambda browser: enter(browser, "ana", "una frase, y no es")] * TIMES)
    assert said == {422: 1, 429: TIMES - 1}
    assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == MOST_BY_PERSON
