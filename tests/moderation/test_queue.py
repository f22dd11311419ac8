"""The moderators' room: what waits, in tabs and pages, at a cost that does not grow."""

import re

import pytest

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case
from forum.moderation.models import Decision
from forum.moderation.queries.cases import PAGE
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.moderation.cases import head_count, make_case, time_passes
from tests.statements import statements

ROOM = ("/moderation/", "/moderation/pending", "/moderation/resolved", "/moderation/log")


def cases_on(page: str) -> list[int]:
    """The listed cases, without those that were decided a moment ago."""
    listed = page.partition('id="t-cases"')[2]
    return [int(number) for number in re.findall(r'href="/moderation/cases/(\d+)"', listed)]


@pytest.mark.parametrize("address", ROOM)
def test_members_are_refused_and_guests_led_to_sign_in(client, address):
    response = client.get(address)
    assert response.status_code == 303
    assert f"/login?next={address}" in response.location.replace("%2F", "/")
    sign_in(client, make_user())
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/moderation/", "No hay casos abiertos."),
        ("/moderation/pending", "No hay mensajes pendientes de aprobar."),
        ("/moderation/resolved", "Todavía no hay casos resueltos."),
        ("/moderation/log", "Todavía no se ha tomado ninguna decisión."),
    ],
)
def test_where_nothing_waits_the_page_says_so(room, address, words):
    page = room.get(address)
    assert page.status_code == 200
    assert words in page.text


def test_a_case_shows_its_place_and_its_reasons_counted(room):
    post = make_reply(make_thread("Permuta", group=make_group("Empleo")))
    for reason in ("harassment", "personal_data", "personal_data"):
        case = make_case(post, reason=reason)
    page = room.get("/moderation/").text
    assert cases_on(page) == [case.id]
    assert "Mensaje n.º 2 en «Permuta»" in page
    assert re.search(r"3 denuncias:\s+datos personales \(2\),\s+falta de respeto \(1\)", page)
    assert "Empleo" in page
    assert "1 caso abierto" in page


def test_the_header_counts_cases_and_posts_to_approve(room):
    make_case()
    make_case()
    make_reply(make_thread(), state="pending")
    assert head_count(room.get("/").text) == "Moderación 3 por atender"
    page = room.get("/moderation/").text
    assert "Moderación: 2 casos abiertos" in page
    assert re.search(r'Pendientes de aprobar <span class="count">1</span>', page)


def test_a_member_has_no_way_into_the_room_in_their_header(client):
    sign_in(client, make_user())
    assert "/moderation/" not in client.get("/").text


def test_closed_cases_are_among_the_resolved_the_last_closed_first(room, moderator):
    first, second = make_case(), make_case()
    with transaction():
        dismiss_case(fresh(second), fresh(moderator))
        dismiss_case(fresh(first), fresh(moderator))
    assert cases_on(room.get("/moderation/").text) == []
    assert cases_on(room.get("/moderation/resolved").text) == [first.id, second.id]


def test_what_awaits_approval_is_listed_with_its_text(room):
    pending = make_reply(make_thread("Permuta"), "Espero mi turno", state="pending")
    page = room.get("/moderation/pending").text
    assert "Mensaje sin publicar en «Permuta»" in page
    assert "Espero mi turno" in page
    assert f'href="/moderation/posts/{pending.id}"' in page


def test_the_log_says_what_who_where_and_why(room, moderator):
    thread = make_thread("Permuta")
    post = make_reply(thread)
    room.post(f"/moderation/threads/{thread.id}", data={"act": "close"})
    with transaction():
        decide_post(fresh(post), fresh(moderator), "remove", "norma 3")
        decide_post(fresh(post), None, "restore")
    page = room.get("/moderation/log").text
    found = [page.index(words) for words in ("Restaurar", "Desde la línea de órdenes", "Retirar", "norma 3")]
    assert found == sorted(found)
    assert "Cerrar" in page
    assert f'href="/posts/{post.id}"' in page
    assert f'href="/debates/{thread.key}"' in page
    assert "/admin/audit" not in page


def test_the_queue_goes_on_page_by_page_and_misses_nothing(room):
    thread = make_thread()
    made = [make_case(make_reply(thread)).id for _ in range(PAGE + 3)]
    page = room.get("/moderation/").text
    assert cases_on(page) == made[::-1][:PAGE]
    following = re.search(r'href="([^"]+)" rel="next"', page)
    assert following
    rest = room.get(following[1].replace("&amp;", "&")).text
    assert cases_on(rest) == made[::-1][PAGE:]
    assert 'rel="next"' not in rest
    assert "Volver al principio" in rest


def test_the_log_goes_on_page_by_page(room, moderator):
    post = opening_of(make_thread())
    with transaction():
        for _ in range(PAGE + 1):
            decide_post(fresh(post), fresh(moderator), "hide", "se mira")
            decide_post(fresh(post), fresh(moderator), "restore")
    page = room.get("/moderation/log").text
    seen = page.count('<th scope="row"')
    while following := re.search(r'href="([^"]+)" rel="next"', page):
        page = room.get(following[1]).text
        seen += page.count('<th scope="row"')
    assert seen == 2 * (PAGE + 1)


@pytest.mark.parametrize("address", ROOM)
def test_a_place_in_a_list_that_is_none_is_not_found(room, address):
    assert room.get(f"{address}?after=ayer").status_code == 404


@pytest.mark.parametrize("who", ["moderator", "group moderator"])
def test_the_statements_do_not_grow_with_what_waits(client, who):
    site = make_user(role="moderator")
    local = make_user()
    group = make_group(moderators=(local,))
    sign_in(client, site if who == "moderator" else local)
    thread = make_thread(group=group)

    def fill(times: int) -> None:
        for _ in range(times):
            post = make_reply(thread)
            make_case(post, make_user(), make_user())
            make_reply(thread, state="pending")
            other = make_case(make_reply(thread))
            with transaction():
                dismiss_case(fresh(other), fresh(site))

    def visit(address: str) -> int:
        with statements() as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def cost() -> list[int]:
        """Of three visits the least: now and then one asks whether there is maintenance, or notes the day."""
        return [min(visit(address) for _ in range(3)) for address in ROOM]

    fill(1)
    little = cost()
    fill(12)
    assert cost() == little
    assert max(little) <= 9


@pytest.mark.parametrize("who", ["moderator", "group moderator"])
def test_the_header_counts_appeals_of_the_cases_that_one_sees(client, who):
    site, local, author = make_user(role="moderator"), make_user(), make_user()
    own = make_group(moderators=(local,))
    for group in (own, make_group()):
        post = make_reply(make_thread(group=group), author=author)
        make_case(post)
        with transaction():
            made = decide_post(fresh(post), fresh(site), "remove", "norma 3").id
        time_passes()
        with transaction():
            appeal(db.session.get_one(Decision, made), fresh(author), "no lo es")
    sign_in(client, site if who == "moderator" else local)
    seen = 2 if who == "moderator" else 1
    assert head_count(client.get("/").text) == f"Moderación {seen} por atender"
    page = client.get("/moderation/").text
    assert re.search(rf'Revisiones pedidas <span class="count">{seen}</span>', page)
