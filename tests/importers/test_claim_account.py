"""Who wrote on the old site makes the account theirs, by the mail address that they had there."""

import re

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Thread
from forum.extensions import db
from tests.factories import make_user
from tests.importers.exports import TOWN_HALL
from tests.mailbox import mails_to, path_in, text_of

ADDRESS = "begona.ibarra@ayuntamiento.example"
PASSWORD = "la fachada con andamios"


@pytest.fixture
def blog(app):
    """The town hall's blog, imported."""
    assert app.test_cli_runner().invoke(args=["import", "wordpress", str(TOWN_HALL)]).exit_code == 0
    db.session.rollback()


def begona():
    return db.session.scalars(select(User).where(User.username == "begona-ibarra")).one()


def asked_for(client, who):
    """The mails that the author's address got once somebody asked for one."""
    before = len(mails_to(ADDRESS))
    answer = client.post("/forgot", data={"email": who})
    assert answer.status_code == 303
    return mails_to(ADDRESS)[before:]


@pytest.mark.parametrize("who", [ADDRESS, "begona-ibarra"])
def test_an_author_makes_the_account_theirs(client, blog, who):
    page = client.get("/people/begona-ibarra").text
    assert "Autoría importada" in page
    assert 'href="/forgot"' in page
    [mail] = asked_for(client, who)
    assert mail["Subject"] == "Tu cuenta te espera · Tertulia"
    assert "la cuenta «begona-ibarra» pasa a ser tuya" in text_of(mail)
    assert "Hacer tuya la cuenta" in client.get(path_in(mail)).text
    assert client.post(path_in(mail), data={"password": PASSWORD}).status_code == 303
    person = begona()
    assert person.has_account
    assert person.confirmed_at is not None
    assert "Autoría importada" not in client.get("/people/begona-ibarra").text
    thread = db.session.scalars(select(Thread).where(Thread.author_id == person.id).limit(1)).one()
    assert "Editar" in client.get(f"/blog/{thread.key}").text
    drafts = client.get("/me/drafts").text
    assert "Borrador sobre la carrera" in drafts
    client.post("/logout")
    assert client.post("/login", data={"email": ADDRESS, "password": PASSWORD}).status_code == 303


def test_the_link_serves_once_and_then_it_is_a_password_like_any_other(client, blog):
    [mail] = asked_for(client, ADDRESS)
    assert client.post(path_in(mail), data={"password": PASSWORD}).status_code == 303
    client.post("/logout")
    assert client.get(path_in(mail)).status_code == 410
    [again] = asked_for(client, ADDRESS)
    assert again["Subject"] == "Elige otra contraseña · Tertulia"


def test_nobody_makes_anothers_account_theirs(client, blog):
    make_user("rival", email="rival@correo.example", password="otra frase bien larga")
    [mail] = asked_for(client, "begona-ibarra")
    assert mails_to("rival@correo.example") == []
    token = path_in(mail)
    assert client.get(re.sub(r".{6}$", "aaaaaa", token)).status_code == 410
    answer = client.post(
        "/register",
        data={"username": "yo-misma", "email": ADDRESS, "password": PASSWORD, "terms": "y"},
    )
    assert answer.status_code == 303
    assert [mail["Subject"] for mail in mails_to(ADDRESS)[-1:]] == ["Ya tienes una cuenta · Tertulia"]
    assert client.post("/login", data={"email": ADDRESS, "password": PASSWORD}).status_code == 422
    assert begona().password_hash is None


def test_an_author_without_address_gets_a_password_from_the_operator(app, client, blog):
    sysadmin = db.session.scalars(select(User).where(User.display_name == "sistemas")).one()
    assert sysadmin.email is None
    assert client.post("/forgot", data={"email": sysadmin.username}).status_code == 303
    result = app.test_cli_runner().invoke(args=["users", "reset", sysadmin.username])
    assert result.exit_code == 0
    name, _, password = result.stdout.strip().partition(" ")
    db.session.rollback()
    assert client.post("/login", data={"email": name, "password": password}).status_code == 303
    assert client.get("/me/settings").status_code == 200


def test_importing_again_leaves_a_claimed_account_as_it_is(app, client, blog):
    [mail] = asked_for(client, ADDRESS)
    client.post(path_in(mail), data={"password": PASSWORD})
    before = begona().password_hash
    assert app.test_cli_runner().invoke(args=["import", "wordpress", str(TOWN_HALL)]).exit_code == 0
    db.session.rollback()
    assert begona().password_hash == before
