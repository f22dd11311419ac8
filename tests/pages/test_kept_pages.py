"""Guests' pages that are kept: who gets them, and that they say what the database says."""

import gzip
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

import pytest
from flask import Flask, request_started

from forum.debates.views import threads as views
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.lib import locale, maintenance
from forum.lib.clock import utcnow
from forum.lib.pages import asking, outdate_all
from forum.lib.pages.cache import EXTENSION
from forum.lib.transactions import transaction
from tests.conftest import Browser
from tests.factories import make_group, make_reply, make_thread, make_user, sign_in
from tests.statements import statements


@pytest.fixture
def kept(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A forum of the test's own that keeps pages."""
    app = make_app(FORUM_PAGE_CACHE="8")
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def guest(kept: Flask) -> Browser:
    return Browser(kept, use_cookies=True)


@pytest.fixture
def page(kept: Flask) -> str:
    """The address of a thread's page."""
    with kept.test_request_context():
        return thread_url(make_thread())


def ask(guest: Browser, address: str, **headers: str) -> tuple[bytes, bool]:
    """The page, and whether it was kept: making one takes statements."""
    with statements() as seen:
        answer = guest.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.data, len(seen) <= 1


def test_a_page_is_made_once(guest, page):
    first, kept = ask(guest, page)
    assert not kept
    assert ask(guest, page) == (first, True)


def test_a_write_is_seen_at_once(guest, kept):
    thread = make_thread()
    with kept.test_request_context():
        page = thread_url(thread)
    ask(guest, page), ask(guest, "/debates/")
    make_reply(thread, "Vigo es bonito.")
    assert b"Vigo es bonito." in ask(guest, page)[0]
    assert not ask(guest, "/debates/")[1]


def test_a_write_elsewhere_empties_nothing(guest, page):
    group, author = make_group(), make_user()
    ask(guest, page)
    other = make_thread(group=group, author=author)
    make_reply(other, "Vigo es bonito.")
    assert ask(guest, page)[1]


def test_somebody_new_empties_nothing_and_a_new_name_does(guest, kept):
    author = make_user("lola", display_name="Lola")
    thread = make_thread(author=author)
    with kept.test_request_context():
        page = thread_url(thread)
    ask(guest, page)
    make_user("carla")
    assert ask(guest, page)[1]
    with transaction():
        db.session.get_one(type(author), author.id).display_name = "Dolores"
    assert b"Dolores" in ask(guest, page)[0]


def test_who_signed_in_neither_gets_it_nor_leaves_theirs(guest, kept, page):
    lola = make_user("lola")
    member = Browser(kept, use_cookies=True)
    sign_in(member, lola)
    assert b"/me/settings" in ask(member, page)[0]
    assert b"/me/settings" not in ask(guest, page)[0]
    assert b"/me/settings" in ask(member, page)[0]


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Language": "en"},
        {"Accept-Encoding": "gzip"},
        {"Host": "otro.example"},
    ],
)
def test_what_makes_another_page_is_kept_apart(guest, page, headers):
    ask(guest, page)
    assert not ask(guest, page, **headers)[1]


@pytest.mark.parametrize("choice", [("theme", "dark"), ("language", "en")])
def test_what_was_chosen_makes_another_page(guest, page, choice):
    first = ask(guest, page)[0]
    guest.set_cookie(*choice, domain="127.0.0.1")
    chosen, kept = ask(guest, page)
    assert (chosen == first, kept) == (False, False)
    assert ask(guest, page) == (chosen, True)


def test_a_kept_page_is_zipped_once_and_says_so(guest, page):
    plain = ask(guest, page)[0]
    ask(guest, page, **{"Accept-Encoding": "gzip"})
    answer = guest.get(page, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == plain
    assert set(answer.vary) >= {"Cookie", "Accept-Language", "Accept-Encoding"}


def test_whoever_has_it_is_told_that_it_is_the_same(guest, page):
    tag = guest.get(page).headers["ETag"]
    answer = guest.get(page, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.data) == (304, b"")
    assert guest.get(page, headers={"If-None-Match": 'W/"otra"'}).status_code == 200


def test_a_head_has_no_body_and_spoils_none(guest, page):
    assert guest.head(page).data == b""
    assert guest.head(page).data == b""
    assert len(ask(guest, page)[0]) > 1000


def test_maintenance_is_told_at_once(guest, page):
    ask(guest, page)
    with transaction():
        maintenance.begin(utcnow(), "Cambiamos de disco.")
    ask(guest, page)  # may be told a second later, and is not kept
    assert b"Cambiamos de disco." in ask(guest, page)[0]
    with transaction():
        maintenance.end()
    ask(guest, page)
    assert b"Cambiamos de disco." not in ask(guest, page)[0]


def test_every_answer_has_a_name_of_its_own(guest, page):
    names = {guest.get(page).headers["X-Request-ID"] for _ in range(3)}
    assert len(names) == 3


@pytest.mark.parametrize("address", ["/login", "/register", "/debates/99-no-hay", "/search?q=vigo"])
def test_other_pages_are_made_anew(guest, kept, address):
    guest.get(address)
    with statements() as seen:
        guest.get(address)
    assert guest.get(address).headers.get("ETag") is None, seen


def test_many_at_once_have_it_made_once(kept, page):
    made = []

    def note(sender: Flask, **given: object) -> None:
        made.append(sender)

    with request_started.connected_to(note, kept), ThreadPoolExecutor(8) as guests:
        bodies = set(guests.map(lambda _: kept.test_client().get(page).data, range(24)))
    assert (len(bodies), len(made)) == (1, 1)


def test_who_does_not_wait_for_it_finds_it_made_after_the_door(kept, page, monkeypatch):
    cache, real, rendered = kept.extensions[EXTENSION], views.thread_html, []
    cache.store.places = BoundedSemaphore(1)

    def slowly(*given, **more):
        rendered.append(given)
        time.sleep(0.2)
        return real(*given, **more)

    monkeypatch.setattr(views, "thread_html", slowly)
    with ThreadPoolExecutor(20) as guests:
        bodies = set(guests.map(lambda _: kept.test_client().get(page).data, range(20)))
    assert len(bodies) == 1
    assert len(rendered) == 1


def test_it_is_kept_while_others_write_elsewhere(guest, page):
    author, group = make_user(), make_group()
    other = make_thread(group=group, author=author)
    ask(guest, page)
    found = []
    for _ in range(5):
        make_reply(other, author=author)
        found += [ask(guest, page)[1] for _ in range(5)]
    assert all(found)


def test_no_page_holds_after_the_database_became_another(guest, page):
    ask(guest, page)
    with transaction():
        outdate_all()
    assert not ask(guest, page)[1]
    assert ask(guest, page)[1]


def test_a_choice_that_is_written_oddly_is_read_as_the_application_reads_it(kept, guest, page):
    ask(Browser(kept, use_cookies=False), page, Cookie='language="e\\000n"')
    assert b'<html lang="es"' in ask(guest, page)[0]


def test_a_page_that_was_asked_for_by_its_head_is_the_same_page(guest, page):
    guest.head(page)
    assert f'name="next" value="{page}"'.encode() in guest.get(page).data


def test_of_long_headers_no_more_is_remembered_than_browsers_send(kept, monkeypatch):
    remembered = []
    monkeypatch.setattr(locale, "best_for", lambda *given: remembered.extend(given) or "es")
    monkeypatch.setattr(asking, "names_gzip", remembered.append)
    with kept.app_context():
        locale.language_for("x" * 5_000, "es," * 5_000, "es")
        asking.takes_gzip("gzip," * 5_000)
    assert len(remembered) == 4
    assert max(map(len, remembered)) == locale.LONGEST_HEADER
