"""Things that people do on the pages of accounts."""

import itertools

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.accounts.models import User
from forum.extensions import db
from tests.factories import PASSWORD

numbers = itertools.count(1)


def new_address() -> str:
    """An address that nobody used yet."""
    return f"correo{next(numbers)}@diputacion.example"


def register(client: FlaskClient, username: str, email: str, **more: str) -> TestResponse:
    """Send the form of a new account."""
    form = {"username": username, "email": email, "password": PASSWORD, "terms": "y"} | more
    return client.post("/register", data={name: value for name, value in form.items() if value})


def enter(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return client.post("/login", data={"email": name, "password": password, **more})


def who_is_in(client: FlaskClient) -> str | None:
    """The username of whoever is signed in."""
    response = client.get("/me")
    if response.location and "/people/" in response.location:
        return response.location.rpartition("/")[2]
    return None


def stored(username: str) -> User | None:
    """The person with this name, as the database has them now."""
    db.session.rollback()
    user = db.session.scalar(select(User).where(User.username == username))
    if user:
        db.session.expunge(user)
    return user
