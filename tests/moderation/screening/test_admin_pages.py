"""The administrators' pages: settings, groups, and patterns that are tried before they are saved."""

import re

import pytest

from forum.debates.models import Post
from forum.extensions import db
from forum.moderation.screening.models import WatchedPattern
from forum.moderation.screening.snapshot import newest_snapshot
from tests.factories import make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import audited, count

SITE = {
    "approval": "new", "new_until": "4", "new_links": "1", "flood_posts": "9", "flood_minutes": "7",
    "copies": "2", "copies_hours": "5",
}  # fmt: skip
WORDS = "/moderation/screening/words"


@pytest.fixture
def admin(client):
    sign_in(client, make_user("jefa", role="admin"))
    return client


@pytest.mark.parametrize("address", ["/moderation/screening/", WORDS])
def test_only_administrators_enter(client, address):
    sign_in(client, make_user(role="moderator"))
    assert client.get(address).status_code == 403
    assert client.post(address, data=SITE).status_code == 403


def test_settings_are_saved_hold_and_are_audited(admin):
    assert admin.post("/moderation/screening/", data=SITE).status_code == 303
    rules = newest_snapshot()
    assert (rules.site.approval, rules.site.new_links, rules.new_until) == ("new", 1, 4)
    assert (rules.flood_posts, rules.flood_minutes, rules.copies, rules.copies_hours) == (9, 7, 2, 5)
    assert audited("settings") == ["screening.site"]
    assert 'value="9"' in admin.get("/moderation/screening/").text


@pytest.mark.parametrize("wrong", ["", "-1", "10001", "dos", "1.5"])
def test_a_wrong_figure_is_refused_beside_its_field(admin, wrong):
    answer = admin.post("/moderation/screening/", data=SITE | {"flood_posts": wrong})
    assert answer.status_code == 422
    assert "Escribe un número entero, de 0 a 10.000." in answer.text
    assert newest_snapshot().version is None


def test_a_group_has_its_own_or_the_sites(admin):
    group = make_group("Silencioso")
    where = f"/moderation/screening/groups/{group.slug}"
    assert admin.post(where, data={"approval": "all", "new_links": ""}).status_code == 303
    assert newest_snapshot().at(group.id).approval == "all"
    assert newest_snapshot().at(group.id).new_links == 5
    assert "Necesita aprobación: todo el mundo" in admin.get("/moderation/screening/").text
    admin.post(where, data={"approval": "", "new_links": "0"})
    assert newest_snapshot().at(group.id) == newest_snapshot().at(None).__class__("nobody", 0)
    assert admin.post(where, data={"approval": "", "new_links": "x"}).status_code == 422


def test_a_pattern_is_tried_before_it_is_saved(admin):
    thread = make_thread("Con premio", "Hay un PREMIO seguro")
    make_reply(thread, "Nada")
    said = {"pattern": "premi*", "act": "flag", "sample": "Los premios de ayer"}
    first = admin.post(WORDS, data=said | {"action": "save"})
    assert first.status_code == 200
    assert "Coincide con 1 de los últimos 2 mensajes." in first.text
    assert "Hay un <mark>PREMIO</mark> seguro" in first.text
    assert "Los <mark>premios</mark> de ayer" in first.text
    assert count(WatchedPattern) == 0
    tested = re.search(r'name="tested" value="([^"]*)"', first.text)[1]
    assert admin.post(WORDS, data=said | {"action": "save", "tested": "otra"}).status_code == 200
    assert admin.post(WORDS, data=said | {"action": "save", "tested": tested}).status_code == 303
    assert count(WatchedPattern) == 1
    assert audited("pattern") == ["screening.watch"]
    again = admin.post(WORDS, data=said | {"action": "save", "tested": tested})
    assert again.status_code == 422
    assert "ya está en la lista" in again.text


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(a+)+$", "no valen las expresiones regulares"),
        ("*", "Coincidiría con casi todo"),
        ("", "Faltan las palabras"),
        ("a " * 20, "Es demasiado largo"),
    ],
)
def test_a_pattern_that_will_not_do_is_refused(admin, pattern, said):
    answer = admin.post(WORDS, data={"pattern": pattern, "act": "block", "action": "test"})
    assert answer.status_code == 422
    assert said in answer.text


def test_a_replacement_is_needed_where_one_is_made(admin):
    answer = admin.post(WORDS, data={"pattern": "casino", "act": "replace"})
    assert answer.status_code == 422
    assert "Falta con qué se sustituyen." in answer.text


def test_a_pattern_is_removed_and_can_be_added_again(admin):
    said = {"pattern": "casino", "act": "block", "action": "save", "tested": "casino"}
    admin.post(WORDS, data=said)
    number = db.session.query(WatchedPattern.id).scalar()
    assert "casino" in admin.get(WORDS).text
    assert admin.post(f"{WORDS}/{number}/remove").status_code == 303
    assert admin.post(f"{WORDS}/{number}/remove").status_code == 409
    assert newest_snapshot().watched == []
    assert admin.post(WORDS, data=said).status_code == 303
    assert audited("pattern") == ["screening.watch", "screening.unwatch", "screening.watch"]


def test_the_text_given_is_shown_as_text(admin):
    answer = admin.post(WORDS, data={"pattern": "casino", "act": "block", "sample": "<b>casino</b>"})
    assert "&lt;b&gt;<mark>casino</mark>&lt;/b&gt;" in answer.text
    assert count(Post) == 0
