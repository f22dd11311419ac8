"""A person's own settings."""

from forum.accounts.models import User
from tests.accounts.pages import enter, new_address, stored, who_is_in
from tests.factories import PASSWORD, make_user
from tests.mailbox import mails_to, path_in, text_of

NEWER = "otra frase todavía más larga"


def entered(client) -> User:
    user = make_user(password=PASSWORD)
    enter(client, user.username)
    return user


def test_a_guest_is_led_to_sign_in_and_back(client):
    response = client.get("/me/settings")
    assert response.status_code == 303
    assert response.location.endswith("/login?next=/me/settings")


def test_the_settings_show_the_address_and_no_field_twice(client):
    user = entered(client)
    page = client.get("/me/settings").text
    assert user.email in page
    ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_another_password_ends_the_other_sessions_and_keeps_this_one(app, client):
    user = entered(client)
    elsewhere = type(client)(app, use_cookies=True)
    enter(elsewhere, user.username, remember="y")
    response = client.post("/me/settings/password", data={"old_password": PASSWORD, "new_password": NEWER})
    assert response.status_code == 303
    assert "Contraseña cambiada" in client.get(response.location).text
    assert who_is_in(client) == user.username
    assert who_is_in(elsewhere) is None
    assert enter(elsewhere, user.username).status_code == 422
    assert mails_to(user.email)[-1]["Subject"].startswith("Tu contraseña ha cambiado")


def test_another_password_needs_the_one_of_now(client):
    user = entered(client)
    response = client.post(
        "/me/settings/password", data={"old_password": "no es esta", "new_password": NEWER}
    )
    assert response.status_code == 422
    assert "No es tu contraseña actual." in response.text
    assert stored(user.username).password_hash == user.password_hash


def test_another_password_must_be_strong(client):
    user = entered(client)
    form = {"old_password": PASSWORD, "new_password": user.email}
    response = client.post("/me/settings/password", data=form)
    assert response.status_code == 422
    assert 'id="e-new_password"' in response.text


def test_guessing_the_password_in_the_settings_is_slowed_down_too(client):
    entered(client)
    form = {"old_password": "no es esta", "new_password": NEWER}
    codes = [client.post("/me/settings/password", data=form).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


def test_another_address_holds_once_its_link_is_followed(client):
    user, address = entered(client), new_address()
    response = client.post("/me/settings/email", data={"email": address.upper(), "email_password": PASSWORD})
    assert response.status_code == 303
    assert stored(user.username).email == user.email
    [mail] = mails_to(address)
    assert client.get(path_in(mail)).status_code == 200
    assert stored(user.username).email == user.email
    assert client.post(path_in(mail)).status_code == 303
    assert stored(user.username).email == address
    assert "ha cambiado" in text_of(mails_to(user.email)[-1])
    assert client.post(path_in(mail)).status_code == 410


def test_another_address_needs_the_password(client):
    entered(client)
    address = new_address()
    response = client.post("/me/settings/email", data={"email": address, "email_password": "no es esta"})
    assert response.status_code == 422
    assert "No es tu contraseña." in response.text
    assert mails_to(address) == []


def test_the_address_of_somebody_else_is_neither_taken_nor_told(client):
    user, other = entered(client), make_user()
    response = client.post("/me/settings/email", data={"email": other.email, "email_password": PASSWORD})
    assert response.status_code == 303
    [mail] = mails_to(other.email)
    assert "Ya tienes una" in text_of(mail)
    assert stored(user.username).email == user.email


def test_an_address_that_was_taken_meanwhile_is_not_taken_again(client):
    user, address = entered(client), new_address()
    client.post("/me/settings/email", data={"email": address, "email_password": PASSWORD})
    make_user(email=address)
    [mail] = mails_to(address)
    assert client.post(path_in(mail)).status_code == 410
    assert stored(user.username).email == user.email


def test_closing_the_other_sessions_keeps_this_one_and_its_remembering(app, client):
    user = make_user(password=PASSWORD)
    enter(client, user.username, remember="y")
    elsewhere = type(client)(app, use_cookies=True)
    enter(elsewhere, user.username)
    assert client.post("/me/settings/sessions").status_code == 303
    assert who_is_in(elsewhere) is None
    client.delete_cookie("session", domain="127.0.0.1")
    assert who_is_in(client) == user.username


def test_guests_change_nothing(client):
    for path in ("email", "password", "sessions"):
        assert "/login" in client.post(f"/me/settings/{path}").location
