"""A forgotten password: the mail, the link, the new one."""

import pytest

from forum.accounts.models import User
from forum.accounts.tokens import make_token
from forum.extensions import db
from forum.lib.transactions import transaction
from tests.accounts.pages import enter, new_address, register, stored, who_is_in
from tests.factories import PASSWORD, make_user, sign_in
from tests.mailbox import mails_to, path_in

NEWER = "otra frase todavía más larga"


def ask(client, user: User) -> str:
    """Ask for the link; gives its path."""
    client.post("/forgot", data={"email": user.email})
    return path_in(mails_to(user.email)[-1])


def test_the_link_gives_a_new_password_and_signs_in(client):
    user = make_user(password=PASSWORD)
    link = ask(client, user)
    assert client.get(link).status_code == 200
    assert client.post(link, data={"password": NEWER}).status_code == 303
    assert who_is_in(client) == user.username
    client.post("/logout")
    assert enter(client, user.username).status_code == 422
    assert enter(client, user.username, NEWER).status_code == 303


def test_the_person_is_told_that_the_password_changed(client):
    user = make_user(password=PASSWORD)
    client.post(ask(client, user), data={"password": NEWER})
    assert mails_to(user.email)[-1]["Subject"].startswith("Tu contraseña ha cambiado")


def test_the_link_works_once(client):
    user = make_user(password=PASSWORD)
    link = ask(client, user)
    client.post(link, data={"password": NEWER})
    again = client.post(link, data={"password": "la de quien encontró el correo"})
    assert again.status_code == 410
    assert client.get(link).status_code == 410
    assert enter(client, user.username, NEWER).status_code == 303


def test_every_other_session_ends(app, client):
    user = make_user(password=PASSWORD)
    sign_in(client, user)
    link = ask(client, user)
    elsewhere = type(client)(app, use_cookies=True)
    elsewhere.post(link, data={"password": NEWER})
    assert who_is_in(elsewhere) == user.username
    assert who_is_in(client) is None


def test_a_link_of_one_purpose_serves_no_other(client):
    user = make_user(password=PASSWORD)
    token = make_token("confirm", user)
    assert client.post(f"/reset/{token}", data={"password": NEWER}).status_code == 410


def test_a_link_is_dead_after_two_hours(client, monkeypatch):
    user = make_user(password=PASSWORD)
    link = ask(client, user)
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 4_000_000_000)
    assert client.get(link).status_code == 410


@pytest.mark.parametrize("weak", ["corta", "1234567890", "persona"])
def test_a_weak_password_is_refused_and_the_link_stays_good(client, weak):
    user = make_user(password=PASSWORD)
    link = ask(client, user)
    response = client.post(link, data={"password": weak})
    assert response.status_code == 422
    assert 'id="e-password"' in response.text
    assert client.post(link, data={"password": NEWER}).status_code == 303


def test_the_answer_does_not_tell_whether_somebody_is_known(client):
    user = make_user(password=PASSWORD)
    answers = [
        client.post("/forgot", data={"email": name})
        for name in (user.email, user.username, "nadie", "x@y.example")
    ]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/mail-sent")}
    assert len(mails_to(user.email)) == 2


def test_an_imported_author_claims_the_account_by_the_address(client):
    author = make_user(origin="wordpress:12", confirmed=True)
    assert not author.has_account
    client.post(ask(client, author), data={"password": NEWER})
    assert who_is_in(client) == author.username
    assert stored(author.username).has_account


def test_the_link_confirms_the_address_too(client):
    address = new_address()
    register(client, "sin.confirmar", address)
    client.post("/forgot", data={"email": address})
    reset = mails_to(address)[-1]
    client.post(path_in(reset), data={"password": NEWER})
    assert stored("sin.confirmar").confirmed_at is not None


def test_an_erased_person_gets_no_mail(client):
    user = make_user()
    with transaction():
        db.session.get(User, user.id).state = "erased"
    client.post("/forgot", data={"email": user.email})
    assert mails_to(user.email) == []
