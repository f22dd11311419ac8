"""Reasons that the team gives often: kept, changed, put into the reason of a decision."""

import re

import pytest

from forum.extensions import db
from forum.moderation.actions import save_reply
from forum.moderation.models import SavedReply
from tests.factories import committed, fresh, make_group, make_user, sign_in
from tests.moderation.cases import audited, count, make_case


@pytest.fixture
def reply(moderator):
    """One of them."""
    return committed(lambda: save_reply("Publicidad", "Es un anuncio.", fresh(moderator)))


def reason_on(page: str) -> str:
    return re.search(r'<textarea[^>]*name="reason"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)[1]


def test_one_is_kept_changed_and_forgotten(room):
    sent = room.post("/moderation/replies", data={"name": "Publicidad", "text": "Es un anuncio."})
    assert sent.status_code == 303
    assert "Es un anuncio." in room.get(sent.location).text
    one = db.session.query(SavedReply).one().id
    room.post(f"/moderation/replies/{one}", data={"name": "Anuncio", "text": "Lo es."})
    page = room.get("/moderation/replies").text
    assert "Anuncio" in page
    assert "Es un anuncio." not in page
    assert room.post(f"/moderation/replies/{one}/delete").status_code == 303
    assert count(SavedReply) == 0
    assert audited("saved_reply") == ["saved_reply.save", "saved_reply.save", "saved_reply.forget"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "", "text": "algo"}, "Escribe un nombre."),
        ({"name": "algo", "text": " "}, "Escribe el texto."),
        ({"name": "Publicidad", "text": "otro"}, "Ya hay una respuesta con ese nombre."),
    ],
)
def test_what_is_wrong_is_said(room, reply, data, words):
    sent = room.post("/moderation/replies", data=data)
    assert sent.status_code == 422
    assert words in sent.text
    assert count(SavedReply) == 1


def test_without_scripts_a_button_puts_it_after_what_was_typed(room, reply):
    case = make_case()
    data = {"act": "remove", "reason": "Dos veces.", "saved": reply.id, "action": "insert"}
    sent = room.post(f"/moderation/cases/{case.id}", data=data)
    assert sent.status_code == 200
    assert reason_on(sent.text) == "Dos veces.\n\nEs un anuncio."
    assert re.search(r'value="remove"[^>]*checked|checked[^>]*value="remove"', sent.text)
    assert fresh(case).state == "new"


def test_so_it_does_for_many(room, reply):
    case = make_case()
    data = {"act": "remove", "case": case.id, "saved": reply.id, "action": "insert"}
    sent = room.post("/moderation/", data=data)
    assert reason_on(sent.text) == "Es un anuncio."
    assert re.search(rf'value="{case.id}" checked', sent.text)
    assert fresh(case).state == "new"


def test_group_moderators_read_and_use_them_and_keep_none(client, reply):
    local = make_user()
    make_group(moderators=(local,))
    sign_in(client, local)
    page = client.get("/moderation/replies")
    assert "Es un anuncio." in page.text
    assert "Guardar una nueva" not in page.text
    assert client.post("/moderation/replies", data={"name": "a", "text": "b"}).status_code == 403
    assert client.post(f"/moderation/replies/{reply.id}/delete").status_code == 403
    assert client.get(f"/moderation/replies/{reply.id}").status_code == 403
