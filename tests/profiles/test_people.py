"""The list of people."""

import re

import pytest

from forum.lib.transactions import transaction
from tests.factories import fresh, make_user


def names_in(page: str) -> list[str]:
    return re.findall(r'<h2 class="hit__title"><a [^>]*href="/people/[^>]+>([^<]+)</a>', page)


def test_people_are_in_spanish_order(client):
    for name in ("Nuria", "Ñoño", "Óscar", "Zoa", "Álvaro", "Ana"):
        make_user(display_name=name)
    shown = names_in(client.get("/people/").text)
    assert shown == ["Álvaro", "Ana", "Nuria", "Ñoño", "Óscar", "Zoa"]


def test_who_has_not_confirmed_or_was_erased_is_not_listed(client):
    make_user("se_ve")
    make_user("por_confirmar", confirmed=False)
    gone = make_user("ya_no_esta")
    with transaction():
        fresh(gone).state = "erased"
    assert names_in(client.get("/people/").text) == ["se_ve"]


@pytest.mark.parametrize("asked", ["muñoz", "MUNOZ", "nuria m", "núri", "nuria-tram", " muñ "])
def test_people_are_found_by_any_part_of_their_name(client, asked):
    make_user("nuria-tramita", display_name="Núria Muñoz")
    make_user("otra")
    assert names_in(client.get("/people/", query_string={"q": asked}).text) == ["Núria Muñoz"]


@pytest.mark.parametrize("asked", ["%", "_", "'", "\\", "nadie", "<b>", "\x00"])
def test_what_nobody_is_called_finds_nobody(client, asked):
    make_user("ana", display_name="Ana")
    response = client.get("/people/", query_string={"q": asked})
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_a_long_list_goes_on_page_after_page(client):
    for number in range(53):
        make_user(f"persona-{number:03}-lista")
    first = client.get("/people/").text
    assert len(names_in(first)) == 50
    address = first.partition('<link rel="next" href="')[2].partition('"')[0]
    assert len(names_in(client.get(address).text)) == 3
    assert client.get("/people/?after=nadie").status_code == 404
