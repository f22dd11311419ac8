"""Saying who one is."""

import pytest

from forum.lib.transactions import transaction
from tests.accounts.pages import stored
from tests.factories import fresh, make_user, sign_in
from tests.pictures import make_file

FORM = {
    "display_name": "  Lourdes   Biblio ",
    "position": "Auxiliar",
    "organisation": "Universidad",
    "place": "Murcia",
    "bio": "Opino a *título personal*.",
    "links-0-label": "La biblioteca",
    "links-0-url": "biblioteca.example/sala",
    "links-1-label": "",
    "links-1-url": "https://blog.example/",
}


def test_what_was_said_is_on_the_page(client):
    user = make_user()
    sign_in(client, user)
    assert client.get("/me/profile").status_code == 200
    response = client.post("/me/profile", data=FORM)
    assert (response.status_code, response.location) == (303, f"/people/{user.username}")
    page = client.get(response.location).text
    for text in (
        "Lourdes Biblio",
        "Auxiliar, Universidad",
        "Murcia",
        "<em>título personal</em>",
        "Perfil guardado.",
    ):
        assert text in page
    assert 'href="https://biblioteca.example/sala"' in page
    assert ">blog.example/</a>" in page
    assert stored(user.username).sort_key == "lourdes biblio"


def test_an_address_is_kept_as_one_may_be_written(client):
    user = make_user()
    sign_in(client, user)
    client.post("/me/profile", data={**FORM, "links-0-url": "biblioteca.example/sala grande"})
    assert 'href="https://biblioteca.example/sala%20grande"' in client.get(f"/people/{user.username}").text


def test_the_form_shows_what_was_said_before(client):
    user = make_user()
    sign_in(client, user)
    client.post("/me/profile", data=FORM)
    page = client.get("/me/profile").text
    for text in (
        'value="Lourdes Biblio"',
        "Opino a *título personal*.",
        'value="https://biblioteca.example/sala"',
    ):
        assert text in page


def test_everything_can_be_emptied(client):
    user = make_user(display_name="Algo", links=[{"label": "Uno", "url": "https://uno.example/"}])
    sign_in(client, user)
    assert client.post("/me/profile", data=dict.fromkeys(FORM, "")).status_code == 303
    person = stored(user.username)
    assert (person.display_name, person.links, person.name) == ("", [], user.username)


@pytest.mark.parametrize(
    "url",
    [
        "http://sin-cifrar.example",
        "javascript:alert(1)",
        "https:",
        "data:text/html,x",
        "https://",
        "//otro.example",
    ],
)
def test_only_addresses_with_https_are_linked(client, url):
    user = make_user()
    sign_in(client, user)
    response = client.post("/me/profile", data=FORM | {"links-0-url": url})
    assert response.status_code == 422
    assert 'id="e-links-0-url"' in response.text
    assert stored(user.username).links == []


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("display_name", "x" * 81, "e-display_name"),
        ("position", "x" * 121, "e-position"),
        ("bio", "x" * 2001, "e-bio"),
        ("bio", "> " * 40 + "x", "e-bio"),
        ("links-1-label", "x" * 61, "e-links-1-label"),
    ],
)
def test_what_is_too_long_is_told_beside_its_field_and_kept(client, field, value, error):
    user = make_user()
    sign_in(client, user)
    response = client.post("/me/profile", data=FORM | {field: value})
    assert response.status_code == 422
    assert f'id="{error}"' in response.text
    assert 'value="Auxiliar"' in response.text or field == "position"
    assert stored(user.username).position == ""


def test_marks_that_turn_the_direction_of_a_name_are_dropped(client):
    user = make_user()
    sign_in(client, user)
    names = {"display_name": "Ana\u202e aN\u2066", "links-0-label": "\u202dBlog"}
    client.post("/me/profile", data=FORM | names)
    person = stored(user.username)
    assert (person.display_name, person.links[0]["label"]) == ("Ana aN", "Blog")


def test_a_sixth_link_is_not_taken(client):
    user = make_user()
    sign_in(client, user)
    links = {f"links-{n}-url": f"https://{n}.example/" for n in range(8)}
    client.post("/me/profile", data=links)
    assert len(stored(user.username).links) == 5


def test_scripts_in_a_bio_are_text(client):
    user = make_user()
    sign_in(client, user)
    client.post("/me/profile", data=FORM | {"bio": "<script>alert(1)</script>", "display_name": "<b>Ana"})
    page = client.get(f"/people/{user.username}").text
    assert "<script>alert" not in page
    assert "<b>Ana" not in page


def test_a_guest_is_led_to_sign_in(client):
    answer = client.get("/me/profile")
    assert answer.status_code == 303
    assert "/login" in answer.location


def test_what_was_typed_when_the_session_was_over_is_there_to_be_sent_again(client):
    answer = client.post("/me/profile", data=FORM)
    assert answer.status_code == 403
    assert f"{FORM['bio']}</textarea>" in answer.text


def test_whoever_is_suspended_changes_nothing(client):
    user = make_user()
    with transaction():
        fresh(user).state = "suspended"
    sign_in(client, user)
    assert client.post("/me/profile", data=FORM).status_code == 403


def test_another_site_cannot_change_a_profile(app, client):
    user = make_user()
    sign_in(client, user)
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/me/profile", data=FORM).status_code == 403
    assert stored(user.username).position == ""


def test_a_picture_that_nobody_else_would_see_is_refused_and_the_text_stays(client):
    user = make_user()
    sign_in(client, user)
    bio = f"Yo.\n\n![Yo](/files/{make_file(user).name})"
    answer = client.post("/me/profile", data=FORM | {"bio": bio})
    assert answer.status_code == 422
    assert "Aquí no caben imágenes" in answer.text
    assert "![Yo](/files/" in answer.text
