"""Administrators change the duty pages; every version stays, and each change is in the audit log."""

import re

import pytest
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.home.duties import page_html
from forum.home.filling import filled
from forum.home.models import BlankValue, DutyVersion
from tests.factories import make_user, sign_in
from tests.pictures import make_file

EDIT = "/admin/pages/rules/es"


@pytest.fixture
def admin(client):
    admin = make_user("alcaldia", role="admin")
    sign_in(client, admin)
    return admin


def send(client, body="Solo **una** norma.", revision="0", **more):
    return client.post(EDIT, data={"body": body, "revision": revision, "action": "publish", **more})


def acts():
    return [(row.act, row.details) for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id))]


def test_another_text_is_shown_kept_and_logged(client, admin):
    answer = send(client, reason="Acuerdo del pleno")
    assert (answer.status_code, answer.location) == (303, "/admin/pages")
    page = client.get("/legal/rules").text
    assert "Solo <strong>una</strong> norma." in page
    assert "Norma 1" not in page
    assert acts() == [("page.edit", {"page": "rules", "language": "es", "number": 1})]
    assert broken_links() == []
    listed = client.get("/admin/pages").text
    assert "Versión 1" in listed
    assert "alcaldia" in listed


def test_the_form_begins_with_the_text_as_it_stands(client, admin):
    assert "## Norma 1: respeto" in client.get(EDIT).text
    send(client)
    assert "Solo **una** norma." in client.get(EDIT).text


def test_a_preview_changes_nothing(client, admin):
    answer = send(client, "Escribe a {email}.", action="preview")
    assert answer.status_code == 200
    assert "Escribe a <mark>[Correo de contacto]</mark>." in answer.text
    assert "Escribe a {email}." in answer.text
    assert "Norma 1" in client.get("/legal/rules").text


@pytest.mark.parametrize(
    ("body", "message"),
    [("", "Falta el texto."), ("Hola, {nombre}.", "{nombre}"), ("x" * 70_000, "demasiado largo")],
)
def test_mistakes_are_told_beside_the_text_and_lose_nothing(client, admin, body, message):
    answer = send(client, body)
    assert answer.status_code == 422
    assert message in answer.text
    assert body in answer.text
    assert acts() == []


def test_who_saves_over_a_newer_version_gets_both_texts(client, admin):
    send(client, "El de la otra persona.")
    answer = send(client, "El mío.", revision="0")
    assert answer.status_code == 409
    assert "El de la otra persona." in answer.text
    assert "El mío." in answer.text
    assert 'name="revision" value="1"' in answer.text
    assert send(client, "El mío.", revision="1").status_code == 303


def test_every_version_stays_and_the_built_in_text_comes_back(client, admin):
    send(client, "Primera.", reason="Porque sí")
    send(client, "Segunda.", revision="1")
    history = client.get(f"{EDIT}/versions").text
    assert history.index("Versión 2") < history.index("Versión 1") < history.index("Texto de origen")
    assert "Porque sí" in history
    assert "¿Volver al texto de origen?" in client.get(f"{EDIT}/reset").text
    answer = client.post(f"{EDIT}/reset", data={"revision": "2", "reason": "Mejor el de antes"})
    assert answer.status_code == 303
    assert "Norma 1: respeto" in client.get("/legal/rules").text
    assert [row.body for row in db.session.scalars(select(DutyVersion).order_by(DutyVersion.number))] == [
        "Primera.",
        "Segunda.",
        None,
    ]
    assert acts()[-1] == ("page.reset", {"page": "rules", "language": "es", "number": 3})


def test_a_page_may_be_written_in_a_language_that_has_none(client, admin):
    assert client.get("/admin/pages/rules/gl/versions").status_code == 404
    answer = client.post("/admin/pages/rules/gl", data={"body": "Unha norma.", "revision": "0"})
    assert answer.status_code == 303
    assert "/admin/pages/rules/gl" in client.get("/admin/pages").text
    assert client.get("/admin/pages/rules/gl/reset").status_code == 404
    assert "Norma 1" in client.get("/legal/rules").text


def test_what_the_operator_says_stands_on_the_pages_and_empties_again(client, admin):
    form = {"name": "Concello de Pontelouro", "email": "foro@pontelouro.example", "conformance": "partial"}
    assert client.post("/admin/operator", data=form).status_code == 303
    assert "Concello de Pontelouro" in client.get("/legal/privacy").text
    assert acts() == [("blanks.fill", {"names": ["name", "email", "conformance"]})]
    assert 'value="Concello de Pontelouro"' in client.get("/admin/operator").text
    client.post("/admin/operator", data=form | {"name": ""})
    assert acts()[-1] == ("blanks.fill", {"names": ["name"]})
    assert db.session.get(BlankValue, "name") is None
    client.post("/admin/operator", data=form | {"name": ""})
    assert len(acts()) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "no es un correo"),
        ("security_contact", "http://sin-cifrar.example"),
        ("name", "x" * 501),
        ("conformance", "quizá"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(client, admin, name, value):
    answer = client.post("/admin/operator", data={name: value})
    assert answer.status_code == 422
    assert f'id="e-{name}"' in answer.text
    assert acts() == []


def test_two_who_fill_in_at_once_do_not_undo_each_other(client, admin):
    seen = re.search(r'name="revision" value="(\w+)"', client.get("/admin/operator").text)[1]
    theirs = {"name": "Concello <de> Pontelouro", "phone": "900 000 000", "conformance": "full"}
    assert client.post("/admin/operator", data=theirs | {"revision": seen}).status_code == 303
    mine = {"email": "foro@pontelouro.example", "phone": "900 000 000", "conformance": ""}
    mine["revision"] = seen
    answer = client.post("/admin/operator", data=mine)
    assert answer.status_code == 409
    assert "Concello &lt;de&gt; Pontelouro" in answer.text
    assert "<dd>plenamente conforme</dd>" in answer.text
    assert "<dt>Teléfono</dt>" not in answer.text
    assert 'value="foro@pontelouro.example"' in answer.text
    assert db.session.get(BlankValue, "email") is None
    seen = re.search(r'name="revision" value="(\w+)"', answer.text)[1]
    assert client.post("/admin/operator", data=theirs | mine | {"revision": seen}).status_code == 303
    assert db.session.get(BlankValue, "email").value == "foro@pontelouro.example"


@pytest.mark.parametrize(
    "body",
    ["Aquí {email: **luego}, más** tarde.", 'Aquí {email: [ya](/legal/rules "luego} y")', "[a](/b/{email})"],
)
def test_a_blank_with_formatting_in_it_would_break_the_page_and_is_refused(client, admin, body):
    answer = send(client, body)
    assert answer.status_code == 422
    assert "{email} no se puede rellenar" in answer.text
    assert acts() == []


def test_a_picture_that_nobody_else_would_see_is_refused(client, admin):
    answer = send(client, f"![Escudo](/files/{make_file(admin).name})")
    assert answer.status_code == 422
    assert "Aquí no caben imágenes" in answer.text
    assert acts() == []


def test_a_text_stored_with_one_stays_whole(client, admin):
    html = page_html("Aquí {email: **luego} y** {name}.")
    assert filled(html, {"email": "a@b.es", "name": "Concello"}, show_gaps=False) == (
        "<p>Aquí {email: <strong>luego} y</strong> Concello.</p>\n"
    )


def test_the_start_of_administration_shows_which_pages_wait(client, admin):
    start = client.get("/admin/groups").text
    assert "Faltan datos en páginas que la ley pide" in start
    assert 'href="/legal/imprint"' in start
    assert 'href="/admin/operator"' in start


def test_only_administrators_may(client):
    sign_in(client, make_user(role="moderator"))
    for address in (EDIT, f"{EDIT}/reset", "/admin/operator"):
        assert client.post(address, data={"body": "Mío", "revision": "0"}).status_code == 403
    assert db.session.scalars(select(DutyVersion)).all() == []
    assert "Editar página" not in client.get("/legal/rules").text
