"""The sitemap leads to everything that everyone may read, and to nothing else."""

from datetime import UTC, datetime

import lxml.etree
import pytest

from forum.debates import actions
from forum.home.queries import sitemap as queries
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.statements import statements

HOST = "http://127.0.0.1:8000"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    return lxml.etree.fromstring(answer.data).xpath("//s:loc/text()", namespaces=SITEMAP)


def everything(client):
    """Every address of every part."""
    parts = locations(client, "/sitemap.xml")
    return [place for part in parts for place in locations(client, part.removeprefix(HOST))]


def test_it_leads_to_everything_that_everyone_may_read(client):
    ana = make_user("ana")
    debate = make_thread("Un debate", author=ana, group=make_group("Archivos"), tags=["papeles"])
    entry = make_thread("Una entrada", kind="entry", author=ana)
    found = everything(client)
    for path in ("/", "/debates/", f"/debates/{debate.key}", f"/blog/{entry.key}", "/groups/archivos",
                 "/tags/papeles", "/people/ana", "/legal/rules"):  # fmt: skip
        assert HOST + path in found
    for place in found:
        assert client.get(place.removeprefix(HOST)).status_code == 200
    assert len(found) == len(set(found))


def test_it_names_nothing_that_is_private_gone_or_empty(client):
    shy, ana = make_user("callada"), make_user("ana")
    group = make_group("Cerrado", visibility="private", members=(ana,))
    make_thread("Lo nuestro", group=group, author=ana, tags=["secreta"])
    gone = make_thread("Se retira", tags=["retirada"])
    with transaction():
        actions.remove_thread(fresh(gone), None, "")
    found = " ".join(everything(client))
    for word in ("cerrado", "lo-nuestro", "secreta", "se-retira", "retirada", shy.username, "/people/ana"):
        assert word not in found


def test_a_part_says_when_each_thread_last_changed(client):
    thread = make_thread(created=datetime(2026, 1, 1, tzinfo=UTC))
    make_reply(thread, created=datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    part = lxml.etree.fromstring(client.get("/sitemap.xml?part=threads-0").data)
    assert part.xpath("//s:lastmod/text()", namespaces=SITEMAP) == ["2026-02-03T04:05:06Z"]


def test_a_part_without_anything_that_everyone_may_read_is_there_and_empty(client):
    make_thread(group=make_group("Cerrado", visibility="private"))
    assert HOST + "/sitemap.xml?part=threads-0" in locations(client, "/sitemap.xml")
    assert locations(client, "/sitemap.xml?part=threads-0") == []


def test_parts_are_ranges_of_ids_and_the_index_takes_one_statement(client, monkeypatch):
    monkeypatch.setattr(queries, "PART", 3)
    group = make_group()
    for _ in range(7):
        make_thread(group=group)
    with statements() as seen:
        parts = locations(client, "/sitemap.xml")
    assert len(seen) == 1
    threads = [part for part in parts if "threads" in part]
    assert len(threads) >= 3
    counts = [len(locations(client, part.removeprefix(HOST))) for part in threads]
    assert sum(counts) == 7
    assert max(counts) <= 3


@pytest.mark.parametrize(
    "part", ["", "threads", "threads-99", "threads--1", "nada-0", "people-x", "threads-9999999999"]
)
def test_a_part_that_there_is_not_is_not_found(client, part):
    assert client.get(f"/sitemap.xml?part={part}").status_code == 404


def test_under_a_path_every_address_has_it(make_app):
    app = make_app(FORUM_BASE_URL="https://sede.example/foro")
    with app.app_context():
        make_thread("Bajo un camino", tags=["caminos"])
    browser = app.test_client()
    found = everything_under(browser, "https://sede.example")
    assert len(found) > 15
    assert all(place.startswith("https://sede.example/foro/") for place in found)
    rules = browser.get("/foro/legal/rules").text
    assert 'href="/foro/legal/notice"' in rules
    assert 'href="/legal/' not in rules
    assert '<link rel="canonical" href="https://sede.example/foro/legal/rules">' in rules


def everything_under(browser, host):
    parts = locations(browser, "/foro/sitemap.xml")
    return [*parts, *(place for part in parts for place in locations(browser, part.removeprefix(host)))]
