"""People, groups and tags are found by the same box, as far as the reader may know of them."""

import re

import pytest

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from tests.factories import make_group, make_thread, make_user, sign_in


def named(client, q, **more):
    """The names on top of the results."""
    page = client.get("/search", query_string={"q": q, **more}).text
    section = re.search(r'<section class="named.*?</section>', page, re.DOTALL)
    links = re.findall(r'<a [^>]*href="[^"]*">(.*?)</a>', section[0]) if section else []
    return [re.sub("<span.*?</span>", "", link) for link in links]


@pytest.fixture
def town():
    make_user("maria.lopez", display_name="María López")
    make_user("marcial")
    group = make_group("Gestión de nóminas")
    make_thread(group=group, tags=["nómina", "nóminas atrasadas", "otra"])
    index_changes()


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("nomin", ["Gestión de nóminas", "nómina", "nóminas atrasadas"]),
        ("NÓMINA", ["Gestión de nóminas", "nómina", "nóminas atrasadas"]),
        ("gestion nominas", ["Gestión de nóminas"]),
        ("pagar nomina", ["nómina"]),
        ("maria lop", ["María López"]),
        ("@x maría tipo:debate", ["María López"]),
        ("maria.lopez", ["María López"]),
        ("mar", ["marcial", "María López"]),
        ("ma", []),
        ("-maria", []),
        ("lugo", []),
        ("%ria", []),
    ],
)
def test_names_are_found_by_their_beginnings_without_accents(client, town, q, names):
    assert named(client, q) == names


def test_names_stand_on_the_first_page_only(client, town, monkeypatch):
    monkeypatch.setattr("forum.search.queries.results.PAGE", 1)
    make_thread("La nómina")
    index_changes()
    assert named(client, "nomina")
    assert named(client, "nomina", page=2) == []


def test_what_is_not_for_the_reader_is_not_named(client):
    member = make_user()
    secret = make_group("Comisión oculta", visibility="private", members=(member,))
    make_thread(group=secret, tags=["comisión secreta"])
    index_changes()
    assert named(client, "comision") == []
    sign_in(client, member)
    assert named(client, "comision") == ["Comisión oculta", "comisión secreta"]


@pytest.mark.parametrize("change", [{"state": "erased"}, {"confirmed_at": None}])
def test_people_who_are_not_there_are_not_named(client, change):
    user = make_user("ausente")
    assert named(client, "ausente") == ["ausente"]
    with transaction():
        db.session.execute(db.update(User).where(User.id == user.id).values(**change))
    assert named(client, "ausente") == []


def test_at_most_three_of_each(client):
    for number in range(5):
        make_user(f"pepe{number}")
        make_thread(tags=[f"pepe {number}"], group=make_group(f"Pepe {number}"))
    assert len(named(client, "pepe")) == 9
