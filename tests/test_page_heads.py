"""What the head of every listed page says to programs: its one address, its neighbours, its feeds."""

from datetime import UTC, datetime

import lxml.html
import pytest

from forum.search.jobs import index_changes
from tests.factories import make_group, make_reply, make_thread, make_user, sign_in

HOST = "http://127.0.0.1:8000"


class Head:
    """The head of a page."""

    def __init__(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 200
        self.tree = lxml.html.fromstring(answer.data)

    def link(self, rel):
        found = self.tree.xpath(f"//head/link[@rel='{rel}']/@href")
        assert len(found) <= 1
        return found[0] if found else None

    def meta(self, name):
        return self.tree.xpath(f"string(//head/meta[@name='{name}' or @property='{name}']/@content)")

    @property
    def indexed(self):
        return "noindex" not in self.meta("robots")

    @property
    def feeds(self):
        return self.tree.xpath("//head/link[@rel='alternate'][@type='application/atom+xml']/@href")


def debates(count):
    """So many debates of one group, tag and author, the first of them first."""
    ana, group = make_user("ana", display_name="Ana Ñeco"), make_group("Archivos", description="De papeles.")
    days = (datetime(2026, 1, number, tzinfo=UTC) for number in range(1, count + 1))
    return [
        make_thread(f"Día {day.day:02}", group=group, author=ana, tags=["serie"], created=day) for day in days
    ]


@pytest.fixture
def one():
    """A debate."""
    return debates(1)[0]


@pytest.fixture
def many():
    """More debates than a page shows."""
    return debates(30)


LISTS = ["/debates/", "/groups/archivos", "/tags/serie", "/people/ana"]
PLAIN = ["/", "/blog/", "/groups/", "/tags/", "/people/", "/legal/rules", *LISTS]


@pytest.mark.parametrize("address", PLAIN)
def test_a_page_has_one_address_whatever_else_the_link_to_it_says(client, one, address):
    head = Head(client, f"{address}?utm_source=correo&which=recent&page=&fbclid=x")
    assert head.link("canonical") == HOST + address
    assert head.indexed
    assert "/feed.atom" in head.feeds


@pytest.mark.parametrize("address", LISTS)
def test_a_list_leads_on_and_only_its_first_page_is_for_search_engines(client, many, address):
    following = Head(client, address).link("next")
    assert "after=" in following
    second = Head(client, following)
    assert second.link("canonical") == HOST + following
    assert not second.indexed


def test_a_list_under_a_filter_is_not_for_search_engines(client, many):
    head = Head(client, "/debates/?which=unanswered")
    assert head.link("canonical") == f"{HOST}/debates/?which=unanswered"
    assert not head.indexed
    assert "which=unanswered" in head.link("next")


def test_the_pages_of_a_thread_know_each_other(client, one):
    for _ in range(20):
        make_reply(one)
    address = f"/debates/{one.key}"
    first, second = Head(client, f"{address}?reply_to=1&page=1"), Head(client, f"{address}?page=2")
    assert (first.link("canonical"), first.link("prev"), first.link("next")) == (
        HOST + address,
        None,
        f"{address}?page=2",
    )
    assert (second.link("canonical"), second.link("prev"), second.link("next")) == (
        f"{HOST}{address}?page=2",
        address,
        None,
    )
    assert first.indexed
    assert second.indexed


def test_a_thread_tells_other_sites_how_to_show_it(client, one):
    head = Head(client, f"/debates/{one.key}")
    assert head.meta("og:type") == "article"
    assert head.meta("og:title") == "Día 01"
    assert head.meta("og:url") == head.link("canonical")
    assert head.meta("og:site_name") == "Tertulia"
    assert head.meta("og:locale") == "es_ES"
    assert head.meta("og:description") == head.meta("description") == "Busco plaza."
    assert head.meta("article:published_time") == "2026-01-01T00:00:00Z"
    assert head.meta("article:section") == "Archivos"
    assert head.meta("article:tag") == "serie"


def test_each_page_leads_to_its_feed(client, one):
    for address in ("/tags/serie", "/groups/archivos", "/people/ana", f"/debates/{one.key}"):
        feed = Head(client, address).feeds[0]
        assert feed == f"{address}/feed.atom"
        assert client.get(feed).status_code == 200


def test_a_search_is_for_its_reader_alone(client, index, many):
    index_changes()
    head = Head(client, "/search?q=plaza&view=posts&order=relevance&utm_source=x")
    assert head.link("canonical") == f"{HOST}/search?q=plaza&view=posts"
    assert not head.indexed
    assert head.link("next") == "/search?q=plaza&view=posts&page=2"
    assert head.feeds[0] == "/search.atom?q=plaza"


def test_what_is_private_says_nothing_to_other_sites(client):
    ana = make_user("ana")
    group = make_group("Cerrado", visibility="private", members=(ana,))
    thread = make_thread("Lo nuestro", group=group, author=ana)
    sign_in(client, ana)
    for address in ("/groups/cerrado", f"/debates/{thread.key}"):
        head = Head(client, address)
        assert not head.indexed
        assert head.feeds == ["/feed.atom"]
        assert head.meta("og:title") == ""
