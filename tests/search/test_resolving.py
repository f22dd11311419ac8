"""Operators whose answer is in the database as it is now, and names that there are not."""

import re
from datetime import UTC, datetime

import pytest

from forum.debates.actions import close_thread
from forum.debates.actions.following import follow_thread, unfollow_thread
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.search.documents import count_behind
from forum.search.jobs import index_changes
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.search.test_results_page import found
from tests.statements import statements


def page(client, q, **more):
    return client.get("/search", query_string={"q": q, **more}).text


def note(text):
    """The first message of a page, as text, and the query that it offers."""
    said = re.search(r'<div class="mt-4">.*?<p>(.*?)</p>', text, re.DOTALL)[1]
    link = re.search(r'<a href="([^"]*)">', said)
    return re.sub("<[^>]*>", "", said), link and link[1]


@pytest.fixture
def threads():
    """Three debates about turns: one that is open and answered, one that is neither, one that is pinned."""
    answered, closed, pinned = (make_thread(f"Turnos {name}") for name in ("uno", "dos", "tres"))
    make_reply(answered, "Depende del convenio.")
    index_changes()
    moderator = make_user(role="moderator")
    with transaction():
        close_thread(fresh(closed), moderator, "Ya está.")
        fresh(pinned).pinned = True
    assert count_behind() == 0
    return {
        name: opening_of(one).id
        for name, one in (("answered", answered), ("closed", closed), ("pinned", pinned))
    }


@pytest.mark.parametrize(
    ("q", "names"),
    [
        ("estado:abierto", "answered pinned"),
        ("status:closed", "closed"),
        ("-egoera:itxia", "answered pinned"),
        ("-estado:abierto", "closed"),
        ("estado:sin-respuesta", "closed pinned"),
        ("estat:fixat", "pinned"),
        ("estado:fijado,cerrado", "closed pinned"),
        ("estado:fijado estado:cerrado", ""),
        ("estado:fijado O estado:cerrado", "closed pinned"),
        ("estado:resuelto", ""),
        ("estado:sin-resolver", "answered closed pinned"),
        ("tipo:pregunta", ""),
    ],
)
def test_the_state_of_a_thread_is_as_it_is_now(client, threads, q, names):
    assert set(found(client, f"turnos en:apertura {q}")) == {threads[name] for name in names.split()}


def test_an_organisation_is_found_by_a_part_of_its_name(client):
    lugo = make_user(organisation="Ayuntamiento de Lugo")
    vigo = make_user(organisation="Concello de Vigo")
    one, two = (opening_of(make_thread("Turnos", author=who)).id for who in (lugo, vigo))
    make_thread("Turnos")
    index_changes()
    for q in ("organismo:lugo", 'organismo:"ayuntamiento de lugo"', "erakundea:ayuntamiento-de-lugo"):
        assert found(client, f"turnos {q}") == [one], q
    assert set(found(client, "turnos organisation:lugo,vigo")) == {one, two}
    assert len(found(client, "turnos -organismo:lugo")) == 2
    said, link = note(page(client, "turnos organismo:ayuntamiento-de-lugp"))
    assert "organismo:ayuntamiento-de-lugo" in said
    assert link == "/search?q=turnos+organismo:ayuntamiento-de-lugo"


def test_what_is_mine_and_what_i_follow(client):
    ana = make_user("ana")
    mine, followed, other = make_thread("Turnos", author=ana), make_thread("Turnos"), make_thread("Turnos")
    reply = make_reply(other, "Mis turnos.", author=ana)
    index_changes()
    with transaction():
        follow_thread(ana.id, followed.id)
        unfollow_thread(ana.id, other.id)
    sign_in(client, ana)
    assert set(found(client, "turnos me:míos")) == {opening_of(mine).id, reply.id}
    assert set(found(client, "ni:followed turnos")) == {opening_of(mine).id, opening_of(followed).id}
    assert set(found(client, "turnos -me:seguidos")) == {opening_of(other).id, reply.id}


def test_a_guest_who_asks_for_what_is_theirs_is_told_to_sign_in(client):
    opening = opening_of(make_thread("Turnos"))
    index_changes()
    answer = page(client, "turnos me:míos")
    assert "antes tienes que entrar" in answer
    assert found(client, "turnos me:míos") == [opening.id]
    assert found(client, "me:míos") == []
    assert "antes tienes que entrar" in client.get("/search.atom?q=turnos+me:míos").text
    assert "<entry>" not in client.get("/search.atom?q=me:míos").text


def test_order_by_activity_and_by_replies(client):
    quiet, busy, late = (
        make_thread("Turnos", created=datetime(2024, month, 1, tzinfo=UTC)) for month in (3, 2, 1)
    )
    for _ in range(2):
        make_reply(busy, "Nada.", created=datetime(2024, 4, 1, tzinfo=UTC))
    make_reply(late, "Nada.", created=datetime(2025, 1, 1, tzinfo=UTC))
    index_changes()
    first = {one.id: opening_of(one).id for one in (quiet, busy, late)}
    by_activity, by_replies = [late, busy, quiet], [busy, late, quiet]
    assert found(client, "turnos en:apertura orden:actividad") == [first[one.id] for one in by_activity]
    assert found(client, "turnos en:apertura", order="replies") == [first[one.id] for one in by_replies]
    with transaction():
        db.session.get_one(Thread, quiet.id).last_activity = datetime(2026, 1, 1, tzinfo=UTC)
    assert found(client, "turnos", order="activity", view="threads")[0] == first[quiet.id]


@pytest.mark.parametrize(
    ("q", "better"),
    [
        ("autor:marsia", "autor:maria"),
        ("@maira", "autor:maria"),
        ("-etiqueta:nomian", "-etiqueta:nomina"),
        ("#nominas", "etiqueta:nomina"),
        ("grupo:archibo", "grupo:archivo"),
    ],
)
def test_a_name_that_there_is_not_is_told_and_the_rest_is_found(client, q, better):
    make_thread("Turnos", author=make_user("maria"), tags=["nómina"], group=make_group("Archivo"))
    index_changes()
    said, link = note(page(client, f"turnos {q}"))
    assert "no existe: se ha buscado sin ello" in said
    assert f"¿Querías decir «{better.removeprefix('-')}»?" in said
    assert link == f"/search?q=turnos+{better}"
    assert len(found(client, f"turnos {q}")) == 1
    assert found(client, q) == []


def test_of_several_names_those_that_there_are_count(client):
    opening = opening_of(make_thread("Turnos", author=make_user("maria")))
    make_thread("Turnos")
    index_changes()
    assert found(client, "turnos autor:maria,nadie") == [opening.id]
    assert found(client, "turnos (autor:nadie O autor:maria)") == [opening.id]


def test_a_filter_of_the_address_that_there_is_not_finds_nothing_and_is_told(client):
    make_thread("Turnos")
    index_changes()
    assert found(client, "turnos", author="nadie") == []
    assert note(page(client, "turnos", author="nadie")) == ("«autor:nadie» no existe.", None)


def test_what_is_not_for_the_reader_is_as_if_it_did_not_exist(client):
    secret = make_group("Comité secreto", visibility="private")
    make_thread("Turnos", group=secret, tags=["huelga"])
    index_changes()
    for q in ("grupo:comite-secreto", "grupo:comite-secretp", "etiqueta:huelga", "etiqueta:huelgp"):
        said, link = note(page(client, f"turnos {q}"))
        assert "no existe" in said
        assert link is None
    sign_in(client, make_user(role="moderator"))
    assert len(found(client, "turnos grupo:comite-secreto etiqueta:huelga")) == 1


def test_names_cost_no_more_statements_however_many(client):
    make_thread("Turnos", tags=["a"])
    index_changes()
    counts = []
    for values in ("x", ",".join("abcdefghij")):
        with statements() as seen:
            page(client, f"turnos autor:{values} etiqueta:{values}")
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 3  # names that are told with the nearest one


def test_the_feed_finds_what_the_page_does_and_tells_of_the_names_that_there_are_not(client):
    make_thread("Turnos", author=make_user("maria"))
    index_changes()
    feed = client.get("/search.atom?q=turnos+autor:marsia").text
    assert feed.count("<entry>") == len(found(client, "turnos autor:marsia")) == 1
    assert "«autor:marsia» no existe: se ha buscado sin ello." in feed
    assert "<subtitle>" not in client.get("/search.atom?q=turnos").text
    assert "<entry>" not in client.get("/search.atom?q=turnos&author=marsia").text
