"""Registering: from the form to being signed in, through the mail."""

import pytest

from forum.accounts.models import User
from forum.extensions import db
from tests.accounts.pages import enter, new_address, register, stored, who_is_in
from tests.factories import PASSWORD, make_user
from tests.mailbox import mails_to, path_in, text_of


def test_from_the_form_through_the_mail_to_being_signed_in(client):
    address = new_address()
    response = register(client, "begoña_padrón", address)
    assert response.status_code == 303
    assert "Te hemos enviado un correo" in client.get(response.location).text
    assert who_is_in(client) is None
    [mail] = mails_to(address)
    assert mail["Subject"].startswith("Confirma tu correo")
    page = client.get(path_in(mail))
    assert page.status_code == 200
    assert "begoña_padrón" in page.text
    assert stored("begoña_padrón").confirmed_at is None
    response = client.post(path_in(mail))
    assert response.status_code == 303
    assert stored("begoña_padrón").confirmed_at is not None
    assert "bego" in who_is_in(client)


def test_confirming_goes_on_to_where_the_person_was_going(client):
    address = new_address()
    register(client, "vuelve", address, next="/debates/")
    [mail] = mails_to(address)
    assert client.post(path_in(mail)).location == "/debates/"


def test_a_link_of_another_site_is_not_followed_after_confirming(client):
    address = new_address()
    register(client, "engaño", address, next="//malo.example/")
    [mail] = mails_to(address)
    assert client.post(path_in(mail)).location == "/"


def test_a_confirmation_link_works_once(client):
    address = new_address()
    register(client, "una.vez", address)
    [mail] = mails_to(address)
    client.post(path_in(mail))
    again = client.post(path_in(mail))
    assert again.status_code == 410
    assert "ya no vale" in again.text


def test_a_changed_link_confirms_nobody(client):
    address = new_address()
    register(client, "retocado", address)
    [mail] = mails_to(address)
    assert client.post(path_in(mail)[:-3] + "abc").status_code == 410
    assert stored("retocado").confirmed_at is None


def test_without_confirming_one_is_not_signed_in_and_can_ask_for_the_mail_again(client):
    address = new_address()
    register(client, "impaciente", address)
    response = enter(client, "impaciente")
    assert response.status_code == 422
    assert "Falta confirmar tu correo" in response.text
    assert who_is_in(client) is None
    assert client.post("/confirm", data={"email": "impaciente"}).status_code == 303
    _first, second = mails_to(address)
    assert client.post(path_in(second)).status_code == 303
    assert who_is_in(client) == "impaciente"


def test_an_address_with_an_account_gets_the_same_answer_and_a_mail_that_says_so(client):
    owner = make_user("propietaria")
    fresh = register(client, "recien_llegada", new_address())
    taken = register(client, "otro_nombre", owner.email.upper())
    assert (taken.status_code, taken.location) == (fresh.status_code, fresh.location)
    assert stored("otro_nombre") is None
    [mail] = mails_to(owner.email)
    assert "Ya tienes una" in text_of(mail)
    assert "propietaria" in text_of(mail)


def test_a_taken_username_is_told_whether_or_not_the_address_has_an_account(client):
    owner = make_user("ocupado")
    for address in (new_address(), owner.email):
        response = register(client, "OCUPADO", address)
        assert response.status_code == 422
        assert "ya está en uso" in response.text
    assert mails_to(owner.email) == []


def test_names_that_differ_by_accents_are_the_same_name(client):
    make_user("jose")
    assert "ya está en uso" in register(client, "José", new_address()).text


def test_a_registration_never_confirmed_gives_way_to_the_next_with_its_address(client):
    address = new_address()
    register(client, "primera", address, password="la primera contraseña")
    register(client, "segunda", address)
    first, second = mails_to(address)
    assert client.post(path_in(first)).status_code == 410
    assert client.post(path_in(second)).status_code == 303
    assert stored("primera") is None
    assert who_is_in(client) == "segunda"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("username", "", "Falta el nombre de usuario."),
        ("username", "ab", "De 3 a 40 letras"),
        ("username", "a" * 41, "De 3 a 40 letras"),
        ("username", "dos palabras", "De 3 a 40 letras"),
        ("username", "con@arroba", "De 3 a 40 letras"),
        ("username", "сyrillic", "De 3 a 40 letras"),
        ("username", "<script>", "De 3 a 40 letras"),
        ("username", "mode.racion", "ya está en uso"),
        ("email", "", "Falta el correo."),
        ("email", "sin-arroba", "Escribe una dirección de correo completa"),
        ("email", "a@b.example\r\nBcc: c@d.example", "Escribe una dirección de correo completa"),
        ("password", "", "Falta la contraseña."),
        ("password", "corta", "10 caracteres o más"),
        ("password", "1234567890", "de las primeras que se prueban"),
        ("password", "aaaaaaaaaaaa", "de las primeras que se prueban"),
        ("password", "Nombre_Elegido", "no puede ser tu nombre de usuario"),
        ("password", "x" * 100 + "y" * 100 + "zw", "de 200 caracteres como mucho"),
        ("terms", "", "hay que aceptar las normas"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_the_rest_is_kept(client, field, value, message):
    address = new_address()
    response = register(client, **({"username": "nombre_elegido", "email": address} | {field: value}))
    assert response.status_code == 422
    assert message in response.text
    assert f'id="e-{field}"' in response.text
    assert PASSWORD not in response.text
    if field != "email":
        assert f'value="{address}"' in response.text
    assert mails_to(address) == []


def test_the_terms_cannot_be_left_out(client):
    response = client.post(
        "/register", data={"username": "sin_normas", "email": new_address(), "password": PASSWORD}
    )
    assert response.status_code == 422


def test_an_unknown_person_who_asks_for_the_confirmation_mail_gets_the_same_answer(client):
    known = make_user()
    for name in (known.username, known.email, "nadie", "nadie@nada.example", "@"):
        response = client.post("/confirm", data={"email": name})
        assert (response.status_code, response.location) == (303, "/mail-sent")
    assert mails_to(known.email) == []


def test_a_form_without_its_token_registers_nobody(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    assert register(client, "sin_prueba", new_address()).status_code == 403
    assert db.session.query(User).filter_by(username="sin_prueba").count() == 0


def test_whoever_is_signed_in_has_no_need_to_register(client):
    make_user("dentro", password=PASSWORD)
    enter(client, "dentro")
    assert client.get("/register").status_code == 303
