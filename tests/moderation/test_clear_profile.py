"""Emptying a profile: a decision on the person, told, appealed against and undone as any other."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, hear
from forum.moderation.models import Appeal, Decision
from forum.profiles.actions import edit_profile
from tests.factories import fresh, make_user, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import audited, time_passes

SAID = {"act": "clear", "reason": "«Sobre ti» insulta a una compañera."}
WORDS = {"display_name": "La Jefa", "position": "Técnica", "organisation": "", "place": "Lugo"}


@pytest.fixture
def eva():
    """Somebody whose profile says what it should not."""
    links = [{"label": "Insultos", "url": "https://otra.example/"}]
    return make_user(
        "eva",
        display_name="La Jefa",
        position="Técnica",
        place="Lugo",
        bio=render("Ana es **tonta**."),
        links=links,
    )


def cleared(room):
    """Empty it by the team's screen; gives the decision's id."""
    assert room.post("/moderation/people/eva", data=SAID).status_code == 303
    db.session.rollback()
    return db.session.scalars(select(Decision.id).where(Decision.act == "clear")).one()


def said(person):
    """What a profile says."""
    db.session.rollback()
    now = fresh(person)
    return now.display_name, now.position, now.place, now.bio, now.bio_html, now.links, now.sort_key


def test_nothing_of_it_is_left_and_nothing_else_changes(room, client, eva):
    before = fresh(eva).username_key
    cleared(room)
    assert said(eva)[:6] == ("", "", "", "", "", [])
    assert fresh(eva).username_key == before
    assert not fresh(eva).silenced
    page = client.get("/people/eva").text
    assert not any(text in page for text in ("tonta", "La Jefa", "Insultos"))
    assert "person.clear" in audited("user")


def test_it_needs_a_reason_and_something_to_empty(room, eva):
    assert room.post("/moderation/people/eva", data=SAID | {"reason": ""}).status_code == 422
    cleared(room)
    assert 'value="clear"' not in room.get("/moderation/people/eva").text
    assert room.post("/moderation/people/eva", data=SAID).status_code in (409, 422)


def test_for_ten_minutes_it_is_undone(room, eva):
    before = said(eva)
    made = cleared(room)
    assert f"/moderation/decisions/{made}/undo" in room.get("/moderation/people/eva").text
    assert room.post(f"/moderation/decisions/{made}/undo").status_code == 303
    assert said(eva) == before


def test_what_the_person_wrote_since_is_not_taken_from_them(room, eva):
    made = cleared(room)
    bio = render("Trabajo en Lugo.")
    with transaction():
        edit_profile(fresh(eva), WORDS | {"display_name": ""}, bio, [])
    room.post(f"/moderation/decisions/{made}/undo")
    assert "ha cambiado después de la decisión" in room.get("/moderation/people/eva").text
    assert said(eva)[3] == "Trabajo en Lugo."
    assert db.session.get_one(Decision, made).undone is None


def test_the_person_is_told_reads_what_it_was_and_appeals(room, client, eva):
    before = said(eva)
    made = cleared(room)
    time_passes()
    text = mails_to(eva.email)[-1].get_content()
    assert "Se ha vaciado tu perfil" in text
    assert SAID["reason"] in text
    sign_in(client, eva)
    assert "Ana es <strong>tonta</strong>." in client.get(f"/me/decisions/{made}").text
    assert "Vaciar" not in client.get("/people/eva").text
    with transaction():
        asked = appeal(db.session.get_one(Decision, made), fresh(eva), "Era una cita.").id
    other = make_user(role="moderator")
    with transaction():
        hear(db.session.get_one(Appeal, asked), fresh(other), "reversed", "Lo era.")
    assert said(eva) == before


def test_only_moderators_of_the_site_do_it_and_not_to_administrators(client, moderator, eva):
    sign_in(client, make_user())
    assert client.post("/moderation/people/eva", data=SAID).status_code == 403
    make_user("jefe", role="admin", bio=render("Hola."))
    sign_in(client, moderator)
    assert client.post("/moderation/people/jefe", data=SAID).status_code == 403
