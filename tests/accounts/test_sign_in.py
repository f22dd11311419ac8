"""Signing in and out."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from forum.accounts.actions import MOST_BY_ADDRESS, MOST_BY_PERSON
from forum.accounts.models import SignInFailure, User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.accounts.pages import enter, new_address, stored, who_is_in
from tests.factories import PASSWORD, make_user


def failures() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(SignInFailure))


@pytest.mark.parametrize(
    "name", ["Toñi.Registro", "toñi.registro", "TONI.REGISTRO", "toni@pueblo.example", "TONI@Pueblo.Example"]
)
def test_with_the_username_or_the_address_whatever_their_case(client, name):
    make_user("Toñi.Registro", email="toni@pueblo.example", password=PASSWORD)
    response = enter(client, name)
    assert (response.status_code, response.location) == (303, "/")
    assert who_is_in(client)


def test_signing_in_goes_on_to_where_the_person_was_going(client):
    make_user("camino", password=PASSWORD)
    response = client.post(
        "/login?next=/debates/%3Fwhich=unread", data={"email": "camino", "password": PASSWORD}
    )
    assert response.location == "/debates/?which=unread"


@pytest.mark.parametrize(
    "there",
    [
        "https://malo.example/",
        "//malo.example",
        "/\\malo.example",
        "/\t/malo.example",
        "javascript:alert(1)",
        "malo.example",
    ],
)
def test_signing_in_never_leads_to_another_site(client, there):
    make_user("prudente", password=PASSWORD)
    assert enter(client, "prudente", next=there).location == "/"


@pytest.mark.parametrize("name", ["conocida", "nadie", "nadie@nada.example", "@", "conocida\x00"])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, name):
    make_user("conocida", password=PASSWORD)
    response = enter(client, name, "otra cosa distinta")
    assert response.status_code == 422
    assert "El usuario o la contraseña no coinciden." in response.text
    assert "otra cosa distinta" not in response.text
    assert who_is_in(client) is None


def test_whoever_was_imported_without_a_password_cannot_be_signed_in(client):
    make_user("importada", origin="wordpress:7")
    assert enter(client, "importada", "").status_code == 422
    assert enter(client, "importada", "cualquier cosa").status_code == 422


def test_an_erased_person_cannot_sign_in(client):
    user = make_user("borrada", password=PASSWORD)
    with transaction():
        db.session.get(User, user.id).state = "erased"
    assert enter(client, "borrada").status_code == 422


def test_a_suspended_person_reads_and_cannot_write(client):
    user = make_user("apartada", password=PASSWORD)
    with transaction():
        db.session.get(User, user.id).state = "suspended"
    assert enter(client, "apartada").status_code == 303
    assert "está suspendida" in client.get("/").text
    assert client.get("/debates/new").status_code == 403
    assert client.get("/me/settings").status_code == 200


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait(client):
    make_user("asediada", email="asediada@pueblo.example", password=PASSWORD)
    for number in range(MOST_BY_PERSON):
        name = "asediada" if number % 2 else "asediada@pueblo.example"
        assert enter(client, name, "no es esta").status_code == 422
    response = enter(client, "asediada")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 15 * 60
    assert "Espera 15 minutos" in response.text
    assert who_is_in(client) is None


def test_an_unknown_name_has_to_wait_just_as_a_known_one(client):
    for _ in range(MOST_BY_PERSON):
        assert enter(client, "fantasma", "no es esta").status_code == 422
    assert enter(client, "FANTASMA", "no es esta").status_code == 429


def test_other_people_behind_the_same_address_may_still_sign_in(client):
    make_user("vecina", password=PASSWORD)
    for _ in range(MOST_BY_PERSON + 1):
        enter(client, "otra_vecina", "no es esta")
    assert enter(client, "vecina").status_code == 303


def test_an_address_with_two_hundred_failures_has_to_wait(client):
    make_user("tardona", password=PASSWORD)
    enter(client, "alguien", "no es esta")
    with transaction():
        seen = db.session.scalars(select(SignInFailure)).one()
        for number in range(MOST_BY_ADDRESS - 1):
            db.session.add(SignInFailure(who=f"{number}", address=seen.address, at=utcnow()))
    assert enter(client, "tardona").status_code == 429
    elsewhere = client.post(
        "/login", data={"email": "tardona", "password": PASSWORD}, environ_base={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert elsewhere.status_code == 303


def test_neighbours_of_one_line_are_one_address_in_ipv6(client):
    for host in ("2001:db8:1:2::a", "2001:db8:1:2:ffff::b"):
        client.post("/login", data={"email": host, "password": "no es"}, environ_base={"REMOTE_ADDR": host})
    db.session.rollback()
    assert db.session.scalar(select(func.count(SignInFailure.address.distinct()))) == 1


def test_the_right_password_forgets_the_wrong_ones_of_that_person_alone(client):
    make_user("despistada", password=PASSWORD)
    enter(client, "despistada", "no es esta")
    enter(client, "otra_persona", "no es esta")
    assert failures() == 2
    enter(client, "despistada")
    assert failures() == 1


def test_failures_are_kept_as_digests(client):
    enter(client, "huella", "no es esta")
    row = db.session.scalars(select(SignInFailure)).one()
    assert len(row.who) == len(row.address) == 64
    assert "huella" not in row.who
    assert "127.0.0.1" not in row.address


def test_a_session_from_before_is_not_carried_over(client):
    make_user("prevenida", password=PASSWORD)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    enter(client, "prevenida")
    with client.session_transaction() as session:
        assert "planted" not in session
        assert "_user_id" in session


def test_the_cookie_that_holds_a_text_survives_signing_in(client):
    make_user("escritora", password=PASSWORD)
    client.set_cookie("held_text", "secreto", domain="127.0.0.1")
    response = enter(client, "escritora", next="/me/held")
    assert response.location == "/me/held"
    assert not any("held_text" in cookie for cookie in response.headers.getlist("Set-Cookie"))


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    make_user("cauta", password=PASSWORD)
    cookies = enter(client, "cauta", remember="y").headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_remembering_outlives_the_session(client):
    make_user("fiel", password=PASSWORD)
    enter(client, "fiel", remember="y")
    client.delete_cookie("session", domain="127.0.0.1")
    assert who_is_in(client) == "fiel"


def test_without_remembering_the_end_of_the_session_is_the_end(client):
    make_user("pasajera", password=PASSWORD)
    enter(client, "pasajera")
    client.delete_cookie("session", domain="127.0.0.1")
    assert who_is_in(client) is None


def test_signing_out_forgets_session_and_cookie(client):
    make_user("salida", password=PASSWORD)
    enter(client, "salida", remember="y")
    response = client.post("/logout")
    assert (response.status_code, response.location) == (303, "/")
    assert who_is_in(client) is None


def test_a_link_cannot_sign_anybody_out(client):
    make_user("firme", password=PASSWORD)
    enter(client, "firme")
    assert client.get("/logout").status_code == 405
    assert who_is_in(client) == "firme"


def test_another_site_can_neither_sign_out_nor_in(app: Flask, client):
    make_user("protegida", password=PASSWORD)
    enter(client, "protegida")
    app.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/logout").status_code == 403
    assert who_is_in(client) == "protegida"
    assert enter(app.test_client(), "protegida").status_code == 403


def test_a_visit_is_noted_once_an_hour(client):
    user = make_user("visita", password=PASSWORD)
    assert user.last_seen is None
    enter(client, "visita")
    client.get("/")
    first = stored("visita").last_seen
    assert first is not None
    client.get("/")
    assert stored("visita").last_seen == first


def test_no_log_line_holds_a_password_or_an_address(client, capsys, caplog):
    address = new_address()
    make_user("discreta", email=address, password=PASSWORD)
    enter(client, address, "equivocada del todo")
    enter(client, address)
    client.post("/forgot", data={"email": address})
    written = "".join(capsys.readouterr()) + caplog.text
    assert "/login" in written
    for secret in (address, PASSWORD, "equivocada"):
        assert secret not in written
