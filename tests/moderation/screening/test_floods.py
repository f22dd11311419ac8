"""Floods and copies: how much is let through, also at the same moment; and the field that nobody sees."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from forum.debates.models import Post
from forum.extensions import db
from tests.conftest import Browser
from tests.factories import make_thread, make_user, sign_in
from tests.moderation.screening.pages import LONG, last_post, reply, settle, states
from tests.statements import statements

TIMES = 8


@pytest.fixture
def counted(app, monkeypatch):
    """Posts are counted, which other tests leave off."""
    monkeypatch.setitem(app.config, "RATE_LIMITS", True)


def test_one_post_more_than_is_let_through_is_refused_and_kept_as_a_draft(client, counted):
    settle(flood_posts=2, flood_minutes=5)
    thread = make_thread()
    sign_in(client, make_user())
    assert [reply(client, thread, f"Mensaje {n}").status_code for n in range(3)] == [303, 303, 429]
    refused = reply(client, thread, "Uno más")
    assert refused.headers["Retry-After"] == "300"
    assert "Has publicado mucho en poco tiempo" in refused.text
    assert "Uno más" in client.get("/me/drafts").text
    sign_in(client, make_user())
    assert reply(client, thread, "Yo no").status_code == 303


def test_moderators_are_not_counted_and_nought_counts_nobody(client, counted):
    settle(flood_posts=1)
    thread = make_thread()
    sign_in(client, make_user(role="moderator"))
    assert [reply(client, thread, f"Mensaje {n}").status_code for n in range(2)] == [303, 303]
    settle(flood_posts=0)
    sign_in(client, make_user())
    assert [reply(client, thread, f"Mensaje {n}").status_code for n in range(2)] == [303, 303]


def test_eight_at_the_same_moment_are_no_more_than_one_after_the_other(own_app, monkeypatch):
    monkeypatch.setitem(own_app.config, "RATE_LIMITS", True)
    own_app.config["WTF_CSRF_ENABLED"] = False
    settle(flood_posts=3)
    person, ready = make_user(), Barrier(TIMES)
    places = [make_thread() for _ in range(TIMES)]

    def once(thread):
        with own_app.app_context():
            browser = Browser(own_app, use_cookies=True)
            sign_in(browser, person)
            ready.wait(30)
            return reply(browser, thread, LONG, submission=f"s{thread.id}").status_code

    with ThreadPoolExecutor(TIMES) as pool:
        answers = [*pool.map(once, places)]
    assert sorted(answers) == [303] * 3 + [429] * 5
    assert sum(len(states(thread)) for thread in places) == 3


def test_the_same_text_again_and_again_waits(client, counted):
    settle(copies=2)
    thread = make_thread()
    sign_in(client, make_user())
    for text in (LONG, LONG.upper(), f"**{LONG}**", "Gracias", "Gracias", "Gracias"):
        reply(client, thread, text)
    assert states(thread) == ["visible", "visible", "pending", "visible", "visible", "visible"]
    why = db.session.query(Post.gone_reason).filter_by(state="pending").scalar()
    assert "ya ha publicado este texto" in why


def test_the_same_text_of_several_new_people_waits_and_of_known_people_does_not(client, counted):
    settle(copies=2, new_until=1)
    thread = make_thread()
    for _ in range(3):
        sign_in(client, make_user())
        reply(client, thread, LONG)
    assert states(thread) == ["visible"] * 3  # with one post in sight nobody is new
    settle(copies=2, new_until=5)
    for _ in range(2):
        sign_in(client, make_user())
        reply(client, thread, LONG)
    assert states(thread)[3:] == ["pending", "pending"]
    assert "Varias personas que acaban de llegar" in last_post().gone_reason


@pytest.mark.parametrize("address", ["replies", "new"])
def test_what_fills_the_field_that_nobody_sees_is_refused_and_the_field_comes_into_sight(client, address):
    thread = make_thread()
    sign_in(client, make_user())
    page = client.get("/debates/new").text
    assert 'class="vh" aria-hidden="true"' in page
    assert 'name="homepage"' in page
    if address == "replies":
        answer = reply(client, thread, "Compra", homepage="https://x.example")
    else:
        data = {"title": "Uno", "group": "", "body": "Compra", "homepage": "x"}
        answer = client.post("/debates/new", data=data)
    assert answer.status_code == 422
    assert "Este campo es para detectar programas" in answer.text
    assert states(thread) == []


def test_nobody_registers_who_fills_it(client):
    said = {"username": "robot", "email": "r@x.example", "password": "una frase bien larga", "terms": "y"}
    assert client.post("/register", data={**said, "homepage": "x"}).status_code == 422
    assert client.post("/register", data=said).status_code == 303


def test_what_is_asked_costs_one_statement_and_settings_none_once_known(client):
    settle(approval="new")
    thread = make_thread()
    ana = make_user()
    sign_in(client, ana)
    reply(client, thread, "Una", submission="a")
    settle(approval="nobody")
    reply(client, thread, "Otra", submission="b")
    with statements() as seen:
        assert reply(client, thread, "Y otra", submission="c").status_code == 303
    about = [said for said in seen if "screening" in said or "watched" in said]
    assert len(about) == 1
    sign_in(client, make_user(role="moderator"))
    with statements() as seen:
        reply(client, thread, "De la moderación", submission="d")
    assert [said for said in seen if "screening" in said or "watched" in said] == []
