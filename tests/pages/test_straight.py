"""Members' pages that are kept, answered before the application: as it would, where nothing else is due."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from forum import straight as straightly
from forum.accounts.models import User
from forum.accounts.models.people import new_session_token
from forum.debates.models import Draft, Post, Thread
from forum.extensions import db
from forum.groups.models import GroupMember
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.pages.test_shared_pages import FIELD, ONE_TIME, address
from tests.statements import statements

ASKED = 3  # statements: the person, their groups, and what is counted for them with how far they read
OF_ONE_TIME = {"X-Request-ID", "Content-Length", "Set-Cookie"}


def straight(browser, path: str, **more) -> bool:
    """Whether a page is answered so."""
    with statements() as seen:
        assert browser.get(path, **more).status_code == 200
    return asked(seen) == ASKED


def asked(seen: list[str]) -> int:
    """How many statements there were, but for whether the page holds, which SQLite tells without one."""
    return sum("page_revisions" not in one for one in seen)


@pytest.fixture
def lola(kept):
    return make_user("lola")


@pytest.fixture
def path(kept) -> str:
    return address(kept, make_thread())


@pytest.fixture
def at_home(browser, lola, path):
    """Lola's browser, in which she has seen the page, and as somebody who knows it."""
    here = browser(lola)
    for _ in range(2):
        here.get(path)
    return here


def lasting(answer: TestResponse) -> dict[str, list[str]]:
    """The headers that are the same each time."""
    return {name: answer.headers.getlist(name) for name in {*answer.headers.keys()} - OF_ONE_TIME}


def test_it_is_what_the_application_says(at_home, bare, browser, lola, path):
    other = browser(lola, bare)
    other.get(path)  # which gives her a token
    for accepted in ("gzip", "identity"):
        sent = {"Accept-Encoding": accepted}
        with statements() as seen:
            answer = at_home.get(path, headers=sent)
        made = other.get(path, headers=sent)
        assert asked(seen) == ASKED
        assert lasting(answer) == lasting(made)
    assert ONE_TIME.sub(rb"\1", answer.data) == ONE_TIME.sub(rb"\1", made.data)


def test_one_who_asks_for_the_head_alone_gets_no_page(at_home, path):
    answer = at_home.head(path)
    assert (answer.status_code, answer.data) == (200, b"")


def test_its_form_publishes(at_home, path):
    with statements() as seen:
        form = dict(FIELD.findall(at_home.get(path).text))
    assert asked(seen) == ASKED
    sent = {**form, "body": "Vigo es bonito.", "action": "publish"}
    assert at_home.post(f"{path}/replies", data=sent).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Post)) == 2


def test_what_the_menu_counts_is_of_now(at_home, lola, path):
    assert straight(at_home, path)
    with transaction():
        db.session.add(Draft(user_id=lola.id, kind="debate"))
    assert "Tus borradores (1)" in at_home.get(path).text
    assert straight(at_home, path)


def test_who_signed_out_everywhere_is_nobody(at_home, lola, path):
    assert straight(at_home, path)
    with transaction():
        fresh(lola).session_token = new_session_token()
    assert "lola" not in at_home.get(path).text


@pytest.mark.parametrize(
    "changed",
    [
        {"silenced_until": utcnow() + timedelta(days=1)},
        {"suspended_until": utcnow() + timedelta(days=1)},
        {"role": "moderator"},
        {"last_seen": utcnow() - timedelta(hours=2)},
    ],
)
def test_whoever_is_not_as_most_are_is_left_to_the_application(at_home, lola, path, changed):
    assert straight(at_home, path)
    with transaction():
        for name, value in changed.items():
            setattr(fresh(lola), name, value)
    assert not straight(at_home, path)


def test_a_visit_is_noted_once_an_hour(at_home, lola, path):
    with transaction():
        fresh(lola).last_seen = utcnow() - timedelta(hours=2)
    at_home.get(path)
    assert db.session.get_one(User, lola.id).last_seen > utcnow() - timedelta(minutes=1)
    assert straight(at_home, path)


def test_what_is_read_for_the_first_time_is_noted(at_home, browser, lola, path):
    make_reply(db.session.get_one(Thread, 1))
    browser(make_user("carla")).get(path)
    assert 'id="nuevo"' in at_home.get(path).text
    assert 'id="nuevo"' not in at_home.get(path).text
    assert straight(at_home, path)


def test_who_is_remembered_in_this_browser_is_no_other(at_home, path):
    with at_home.session_transaction() as session:
        session["_remember_seconds"] = 7_776_000
    assert straight(at_home, path)


def test_what_sets_a_cookie_is_not_how_others_are_answered(kept, browser, lola, path):
    here, other = browser(lola), browser(make_user("carla"))
    other.get("/")
    with here.session_transaction() as session:
        session["_remember"] = "set"
    here.get(path)
    assert all("remember_token" not in str(other.get(path).headers) for _ in range(3))


def test_who_leaves_a_group_while_they_ask_sees_nothing_that_came_since(kept, browser, lola, monkeypatch):
    group, eva = make_group(visibility="private"), make_user("eva")
    with transaction():
        db.session.add_all([GroupMember(group_id=group.id, user_id=one.id) for one in (lola, eva)])
    thread = make_thread(group=group)
    path, here, other = address(kept, thread), browser(lola), browser(eva)
    for person in (here, other) * 2:
        person.get(path)
    assert straight(here, path)
    real = straightly.holds_for_members

    def late(*given):
        monkeypatch.undo()
        with ThreadPoolExecutor(1) as beside:
            beside.submit(Context().run, leave, kept, group.id, lola.id, thread.id).result()
        other.get(path)
        return real(*given)

    monkeypatch.setattr(straightly, "holds_for_members", late)
    assert "Asunto reservado" not in here.get(path).text


def leave(app: Flask, group_id: int, user_id: int, thread_id: int) -> None:
    """Somebody leaves a group, and then something is changed there."""
    with app.app_context():
        with transaction():
            db.session.delete(db.session.get_one(GroupMember, (group_id, user_id)))
        with transaction():
            post = db.session.query(Post).filter_by(thread_id=thread_id).one()
            post.body_html = "<p>Asunto reservado</p>"
        db.session.remove()


def test_a_message_that_waits_is_shown(at_home, path):
    with at_home.session_transaction() as session:
        session["_flashes"] = [("message", "Respuesta publicada.")]
    assert "Respuesta publicada." in at_home.get(path).text


def test_a_session_that_we_did_not_sign_is_nobody_s(at_home, path):
    cookie = at_home.get_cookie("session", domain="127.0.0.1").value
    another = "A" if cookie[-2] != "A" else "B"  # the last letter of a signature has bits that say nothing
    for sent in (f"{cookie[:-2]}{another}{cookie[-1]}", "", "x", f"{cookie}."):
        at_home.set_cookie("session", sent, domain="127.0.0.1")
        assert "lola" not in at_home.get(path).text


def test_it_speaks_the_language_that_somebody_chose(at_home, lola, path):
    assert straight(at_home, path, headers={"Accept-Language": "es"})
    with transaction():
        fresh(lola).language = "en"
    for _ in range(2):
        page = at_home.get(path, headers={"Accept-Language": "es"}).text
        assert '<html lang="en"' in page
    assert straight(at_home, path, headers={"Accept-Language": "es"})


def test_who_leaves_a_private_group_no_longer_sees_what_is_in_it(kept, browser, lola):
    group = make_group(visibility="private")
    with transaction():
        db.session.add(GroupMember(group_id=group.id, user_id=lola.id))
    path, here = address(kept, make_thread(group=group)), browser(lola)
    for _ in range(2):
        here.get(path)
    assert straight(here, path)
    with transaction():
        db.session.delete(db.session.get_one(GroupMember, (group.id, lola.id)))
    assert here.get(path).status_code == 404
