"""What is done somewhere outdates the pages that show it, and no others."""

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import pytest
from flask import Flask, request, request_started
from sqlalchemy import select, update
from sqlalchemy.orm import load_only

from forum.debates import actions
from forum.debates.models import Post, Thread
from forum.debates.queries import lists
from forum.debates.queries.lists import ARCHIVE
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from tests.conftest import Browser
from tests.factories import fresh, make_group, make_reply, make_thread

LISTS = ("/", "/debates/", "/blog/", "/tags/")


class Community(NamedTuple):
    """Two groups, a debate in each, an entry beside one of them, and an entry outside of all."""

    permuta: Thread
    nomina: Thread
    entry: Thread
    outside: Thread


@pytest.fixture
def community(kept) -> Community:
    traffic, pay = make_group("Tráfico"), make_group("Nóminas")
    made = Community(
        make_thread("Permuta", group=traffic, tags=["permutas"]),
        make_thread("Nómina", group=pay, tags=["trienios"]),
        make_thread("Entrada", kind="entry", group=pay, tags=["guías"]),
        make_thread("Otra entrada", kind="entry"),
    )
    for thread in made:
        make_reply(thread)
    return made


def pages(kept, community: Community) -> dict[str, str]:
    """The pages that are looked at, by the name that a test calls them."""
    lists = {path: path for path in LISTS}
    groups = {name: f"/groups/{name}" for name in ("trafico", "nominas")}
    tags = {name: f"/tags/{name}" for name in ("permutas", "trienios", "guias")}
    with kept.test_request_context():
        threads = {name: thread_url(fresh(one)) for name, one in community._asdict().items()}
    return lists | groups | tags | threads


def outdated(kept, community: Community, do: Callable[[], object]) -> set[str]:
    """The pages that are made anew after something was done."""
    guest, shown = Browser(kept, use_cookies=True), pages(kept, community)
    for address in shown.values():
        guest.get(address)
    with transaction():
        do()
    db.session.rollback()
    made = []

    def note(sender: Flask, **given: object) -> None:
        made.append(request.path)

    with request_started.connected_to(note, kept):
        for address in shown.values():
            guest.get(address)
    return {name for name, address in shown.items() if address in made}


def reply_to(thread: Thread, number: int = 2) -> Post:
    """The post with this number."""
    return db.session.scalars(select(Post).where(Post.thread_id == thread.id, Post.number == number)).one()


TEXT = render("Otro texto.")

ACTS: dict[str, tuple[Callable[[Community], object], str]] = {
    "a reply to a debate": (
        lambda c: actions.post_reply(fresh(c.permuta), None, TEXT, author_name="Ana"),
        "/ /debates/ trafico permutas permuta",
    ),
    "a reply to an entry": (
        lambda c: actions.post_reply(fresh(c.entry), None, TEXT, author_name="Ana"),
        "/ /blog/ nominas guias entry",
    ),
    "a reply outside of groups": (
        lambda c: actions.post_reply(fresh(c.outside), None, TEXT, author_name="Ana"),
        "/ /blog/ outside",
    ),
    "an edited reply": (lambda c: actions.edit_post(reply_to(c.permuta), None, TEXT), "permuta"),
    "an edited entry": (
        lambda c: actions.edit_post(reply_to(c.entry, 1), None, TEXT),
        "/ /blog/ nominas guias entry",
    ),
    "a related thread": (lambda c: actions.relate(c.permuta.id, [c.outside.id]), "permuta"),
    "a reply to what is named beside": (
        lambda c: actions.post_reply(fresh(c.nomina), None, TEXT, author_name="Ana"),
        "/ /debates/ nominas trienios nomina",
    ),
    "a removed debate": (
        lambda c: actions.remove_thread(fresh(c.permuta), None, "norma 3"),
        "/ /debates/ /blog/ /tags/ trafico permutas trienios guias permuta",
    ),
    "a hidden opening": (
        lambda c: actions.hide_post(reply_to(c.entry, 1), None, "norma 3"),
        "/ /blog/ /tags/ nominas permutas trienios guias entry",
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_is_done_outdates_what_shows_it(kept, community, act):
    do, names = ACTS[act]
    found = outdated(kept, community, lambda: do(community))
    assert found == set(names.split())


def test_a_thread_that_moves_outdates_both_groups_whatever_was_loaded_of_it(kept, community):
    group_id = community.nomina.group_id

    def move() -> None:
        query = select(Thread).where(Thread.id == community.permuta.id).options(load_only(Thread.title))
        db.session.scalars(query).one().group_id = group_id

    assert outdated(kept, community, move) >= {"/debates/", "trafico", "nominas", "permuta"}


def test_a_gap_lives_by_the_thread_that_it_names(kept, community):
    with transaction():
        actions.move_posts(fresh(community.permuta), Ranges.of((2, 2)), fresh(community.outside), None)
    found = outdated(kept, community, lambda: setattr(fresh(community.outside), "title", "Otro título"))
    assert {"permuta", "outside"} <= found
    assert not {"nomina", "entry", "nominas", "trafico"} & found


def test_a_statement_that_tells_nothing_outdates_all(kept, community):
    write = update(Thread).where(Thread.id == community.permuta.id).values(summary="Otra")
    assert outdated(kept, community, lambda: db.session.execute(write)) == {*pages(kept, community)}


BEYOND: dict[str, Callable[[Thread], object]] = {
    "pinned": lambda thread: actions.pin_thread(fresh(thread), None),
    "hidden": lambda thread: actions.hide_post(reply_to(thread, 1), None, "norma 3"),
    "removed": lambda thread: actions.remove_thread(fresh(thread), None, "norma 3"),
    "moved": lambda thread: setattr(fresh(thread), "group_id", None),
    "tagged": lambda thread: actions.arrange_thread(
        fresh(thread), None, title="Entrada", tags=["guías", "otra"]
    ),
}


@pytest.mark.parametrize("act", BEYOND)
def test_what_is_not_on_an_archive_may_come_onto_it(kept, community, act):
    for at in range(ARCHIVE):
        make_thread(f"Entrada {at}", kind="entry", tags=["guías"])
    with kept.test_request_context():
        address = thread_url(fresh(community.entry))
    guest = Browser(kept, use_cookies=True)
    assert not any(address in guest.get(page).text for page in ("/blog/", "/tags/guias"))
    found = outdated(kept, community, lambda: BEYOND[act](community.entry))
    assert found >= {"/blog/", "guias"}


def test_an_entry_that_nothing_counts_comes_back_to_the_blog(kept, community):
    with transaction():
        actions.remove_thread(fresh(community.outside), None, "norma 3")
    found = outdated(kept, community, lambda: actions.restore_thread(fresh(community.outside), None))
    assert found >= {"/", "/blog/"}


def test_a_pinned_entry_beyond_those_that_are_shown_comes_among_them_by_a_reply(kept, community, monkeypatch):
    monkeypatch.setattr(lists, "MOST_PINNED", 2)
    for at in range(ARCHIVE):
        make_thread(f"Entrada {at}", kind="entry", pinned=at < 2)
    with transaction():
        actions.pin_thread(fresh(community.outside), None)
    for at in range(2):
        make_reply(db.session.scalars(select(Thread).where(Thread.title == f"Entrada {at}")).one())
    found = outdated(kept, community, lambda: ACTS["a reply outside of groups"][0](community))
    assert "/blog/" in found


def test_a_savepoint_that_is_taken_back_takes_nothing_back_that_came_before(kept, community):
    def write() -> None:
        fresh(community.permuta).title = "Otro título"
        with suppress(ValueError), db.session.begin_nested():
            raise ValueError

    assert "permuta" in outdated(kept, community, write)
