"""What was found is narrowed by plain links, whose counts are what they then find."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from forum.debates.actions import post_reply
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in

CHOICE = re.compile(r'<li><a href="([^"]*)" rel="nofollow"( aria-current="true")?>(.*?)</a></li>', re.DOTALL)
FACET = re.compile(r'<ul class="pairs" data-facet="(\w+)">(.*?)</ul>', re.DOTALL)


def facets_in(page):
    """Of each facet its choices: label → (address, chosen, count)."""
    return {name: dict(map(read, CHOICE.findall(part))) for name, part in FACET.findall(page)}


def read(choice):
    address, chosen, text = choice
    label = re.search(r"<span[^>]*>([^<]*)", text)[1]
    count = re.search(r"([\d.]+)<span", text)
    return label, (unescape(address), bool(chosen), int(count[1]) if count else None)


def total(page):
    """How many posts were found."""
    number = re.search(r'<p role="status"><strong>(\d+) resultado', page)
    return int(number[1]) if number else 0


@pytest.fixture
def archive():
    """Eight posts of a word, spread over everything that one may narrow by."""
    ana, bea, groups = make_user("ana"), make_user("bea"), [make_group("Archivo"), make_group("Ñandúes")]
    for year, author, group, tags in (
        (2024, ana, groups[0], ["padrón", "huerto"]),
        (2024, bea, groups[0], ["padrón"]),
        (2026, ana, groups[1], ["huerto"]),
    ):
        moment = datetime(year, 3, 5, 12, tzinfo=UTC)
        thread = make_thread("Una calabaza", group=group, author=author, tags=tags, created=moment)
        make_reply(thread, "Otra calabaza.", author=bea, created=datetime(year, 12, 31, 22, tzinfo=UTC))
    make_thread("Calabaza de blog", kind="entry", author=ana, created=datetime(2025, 5, 5, tzinfo=UTC))
    index_changes()


def test_each_count_is_what_the_link_finds(client, archive):
    page = client.get("/search?q=calabaza").text
    facets = facets_in(page)
    assert list(facets) == ["kind", "group", "tag", "author", "year"]
    assert {label: count for label, (_, _, count) in facets["group"].items()} == {"Archivo": 4, "Ñandúes": 2}
    assert set(facets["author"]) == {"ana", "bea"}
    for choices in facets.values():
        for address, _, count in choices.values():
            assert total(client.get(address).text) == count, address


@pytest.mark.parametrize(
    "address",
    [
        "/search?q=calabaza&kind=debate",
        "/search?q=calabaza&tag=padron",
        "/search?q=calabaza&since=2024-04-01",
        "/search?q=calabaza+desde:2024-04",
        "/search?q=calabaza+etiqueta:huerto&tag=padron",
        "/search?q=calabaza+O+zanahoria&tag=huerto",
        "/search?q=calabaza+-autor:ana&view=posts",
        "/search?q=calabaza&author=ana,bea",
    ],
)
def test_links_narrow_what_is_narrowed_already(client, archive, address):
    page = client.get(address).text
    choices = [choice for facet in facets_in(page).values() for choice in facet.values()]
    assert choices
    for link, chosen, count in choices:
        found = total(client.get(link).text)
        assert found > total(page) if chosen else found == count < total(page), link


def test_what_narrows_nothing_is_not_offered(client, archive):
    facets = facets_in(client.get("/search?q=calabaza+tipo:debate+grupo:archivo").text)
    assert list(facets["kind"]) == ["Debates"]
    assert facets["kind"]["Debates"][1], "typed, so it is shown as chosen"
    assert "year" not in facets


@pytest.mark.parametrize(
    ("narrowing", "facet"),
    [
        ("kind=debate", "kind"),
        ("group=archivo", "group"),
        ("tag=Padrón", "tag"),
        ("author=@Ana", "author"),
        ("since=2024-01-01&until=2024-12-31", "year"),
    ],
)
def test_a_chosen_one_is_taken_away_by_its_link(client, archive, narrowing, facet):
    page = client.get(f"/search?q=calabaza&{narrowing}").text
    address = next(link for link, chosen, _ in facets_in(page)[facet].values() if chosen)
    assert address == "/search?q=calabaza"


def test_an_applied_filter_reads_as_people_call_it(client, archive):
    page = client.get("/search?q=calabaza+tipo:debate&group=nandues").text
    assert re.search(r'<a class="tag" href="/search\?q=calabaza\+tipo:debate">Ñandúes ', page)
    assert "Filtros (2)" in page
    assert "Sin «Ñandúes»" in client.get("/search?q=zanahoria&group=nandues").text


def test_people_and_groups_that_are_not_for_the_reader_are_not_named(client, archive):
    member = make_user()
    secret = make_group("Comité secreto", visibility="private", members=(member,))
    make_thread("Calabaza secreta", group=secret, tags=["conspiración"], author=make_user("conjurada"))
    index_changes()
    page = client.get("/search?q=calabaza").text
    assert not re.search("Comité secreto|conspiración|conjurada", page)
    sign_in(client, member)
    page = client.get("/search?q=calabaza").text
    assert all(name in page for name in ("Comité secreto", "conspiración", "conjurada"))


def test_there_are_no_counts_where_only_some_of_the_words_are_there(client, archive):
    page = client.get("/search?q=calabaza+bea+zanahoria").text
    assert "tienen algunas" in page
    assert {count for facet in facets_in(page).values() for _, _, count in facet.values()} == {None}


def test_more_of_a_thread_is_found_by_a_search_in_it(client):
    thread, other = make_thread("Una permuta"), make_thread("Otra permuta")
    for number in range(5):
        make_reply(thread, f"Permuta número {number}.")
    index_changes()
    page = client.get("/search?q=permuta").text
    assert page.count("Ver más de este hilo") == 1
    address = unescape(re.search(r'<a href="([^"]*)">Ver más de este hilo', page)[1])
    there = client.get(address).text
    assert len(re.findall("data-result-id", there)) == 6
    assert f'data-result-id="{opening_of(other).id}"' not in there
    assert "En un solo hilo" in there
    for wrong in ("a", "9" * 30, "-1", "²"):
        assert client.get("/search", query_string={"q": "permuta", "thread": wrong}).status_code == 200


def test_there_is_more_of_a_thread_also_where_not_all_are_kept(client, monkeypatch):
    monkeypatch.setattr("forum.search.queries.results.MOST", 5)
    thread = make_thread("Una permuta")
    for number in range(7):
        make_reply(thread, f"Permuta número {number}.")
    index_changes()
    assert "Ver más de este hilo" in client.get("/search?q=permuta").text


def test_people_without_an_account_are_a_choice_too(client):
    thread, text = make_thread(), render("Una calabaza.")
    for author in ("María José", "María José", "Pepe"):
        with transaction():
            post_reply(fresh(thread), None, text, author_name=author)
    index_changes()
    people = facets_in(client.get("/search?q=calabaza").text)["author"]
    assert {label: count for label, (_, _, count) in people.items()} == {"María José": 2, "Pepe": 1}
    assert total(client.get(people["María José"][0]).text) == 2
