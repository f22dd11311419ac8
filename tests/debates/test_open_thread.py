"""Opening debates and entries."""

from time import process_time

import pytest
from sqlalchemy import select

from forum.debates.models import Tag, Thread
from forum.extensions import db
from tests.factories import fresh, make_group, make_thread, make_user, sign_in


def test_a_debate_stands_in_its_group_with_its_tags(client):
    group = make_group("Redes sociales")
    sign_in(client, make_user())
    fields = {
        "title": "¿Quién lleva la cuenta?",
        "group": group.slug,
        "tags": "empleados públicos, redes, Redes",
    }
    response = client.post("/debates/new", data={**fields, "body": "Pregunto."})
    assert response.status_code == 303
    assert response.location.endswith("-quien-lleva-la-cuenta")
    page = client.get(response.location).text
    assert "¿Quién lleva la cuenta?" in page
    assert "Redes sociales" in page
    assert client.get("/tags/empleados-publicos").status_code == 200
    assert sorted(db.session.scalars(select(Tag.slug))) == ["empleados-publicos", "redes"]
    assert fresh(group).thread_count == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Falta el título."),
        ("title", "x" * 121, "120 caracteres"),
        ("group", "", "Elige un grupo para publicar el debate."),
        ("group", "no-existe", "Elige un grupo para publicar el debate."),
        ("tags", "a,b,c,d,e,f", "Como mucho, cinco etiquetas."),
        ("body", "", "Falta el texto."),
    ],
)
def test_each_mistake_is_told_and_the_rest_is_kept(client, field, value, message):
    sign_in(client, make_user())
    fields = {"title": "Un título", "group": make_group().slug, "tags": "uno", "body": "Un texto largo"}
    response = client.post("/debates/new", data=fields | {field: value})
    assert response.status_code == 422
    assert message in response.text
    for name, kept in (fields | {field: value}).items():
        if name != "group" and kept:
            assert kept in response.text
    assert db.session.scalars(select(Thread)).all() == []


def test_an_entry_may_stand_on_its_authors_blog(client):
    sign_in(client, make_user())
    response = client.post("/blog/new", data={"title": "Lo aprendido", "body": "Tres cosas."})
    assert response.status_code == 303
    assert "/blog/" in response.location
    assert "Sin comentarios todavía" in client.get("/blog/").text


def test_sent_twice_it_is_one(client):
    group = make_group()
    sign_in(client, make_user())
    fields = {"title": "Una vez", "group": group.slug, "body": "Texto", "submission": "s1"}
    first, second = (client.post("/debates/new", data=fields) for _ in range(2))
    assert first.location == second.location
    assert len(db.session.scalars(select(Thread)).all()) == 1


def test_an_entry_opens_its_debate_and_both_show_each_other(client):
    entry = make_thread("La entrada", kind="entry")
    sign_in(client, make_user())
    form = client.get(f"/debates/new?entry={entry.id}").text
    assert "La entrada" in form
    fields = {"title": "El debate", "group": make_group().slug, "body": "Sigo aquí.", "entry": str(entry.id)}
    made = client.post("/debates/new", data=fields)
    assert "«La entrada»" in client.get(made.location).text
    assert "«El debate»" in client.get(f"/blog/{entry.key}").text
    assert "Abrir debate sobre esta entrada" not in client.get(f"/blog/{entry.key}").text


def test_an_entry_has_one_debate(client):
    entry = make_thread("La entrada", kind="entry")
    sign_in(client, make_user())
    fields = {"title": "El debate", "group": make_group().slug, "body": "Sigo aquí.", "entry": str(entry.id)}
    client.post("/debates/new", data=fields)
    again = client.post("/debates/new", data=fields | {"title": "Otro debate"})
    assert again.status_code == 303
    assert "«La entrada»" not in client.get(again.location).text


def test_a_guest_is_led_to_sign_in(client):
    assert client.get("/debates/new").status_code == 303


def test_nobody_opens_a_debate_in_a_group_they_may_not_know_of(client):
    secret = make_group(visibility="private")
    sign_in(client, make_user())
    response = client.post("/debates/new", data={"title": "Hola", "group": secret.slug, "body": "Texto"})
    assert response.status_code == 422


def test_a_draft_of_a_debate_comes_back_whole(client):
    group = make_group()
    sign_in(client, make_user())
    fields = {
        "title": "A medias",
        "group": group.slug,
        "tags": "uno, dos",
        "body": "Seguiré",
        "action": "draft",
    }
    saved = client.post("/debates/new", data=fields)
    page = client.get(saved.location).text
    for kept in ("A medias", "uno, dos", "Seguiré", f'value="{group.slug}"'):
        assert kept in page
    assert db.session.scalars(select(Thread)).all() == []


def test_tags_that_are_no_tags_are_refused_at_once(client):
    sign_in(client, make_user())
    tags = "z" + "\u0300\u0316" * 30_000
    began = process_time()
    sent = client.post(
        "/debates/new", data={"title": "Permuta de Lugo", "body": "Busco plaza.", "tags": tags}
    )
    assert sent.status_code == 422
    assert "60 caracteres" in sent.text
    assert process_time() - began < 1
