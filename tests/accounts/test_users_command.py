"""`users create` and `users reset`."""

import pytest
from flask import Flask
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.extensions import db
from tests.accounts.pages import enter, new_address, stored, who_is_in
from tests.factories import PASSWORD, make_user, sign_in


@pytest.fixture
def run(app: Flask):
    """Runs a command; gives its result."""
    runner = app.test_cli_runner()
    return lambda *args, **given: runner.invoke(args=list(args), **given)


def test_a_user_created_from_the_command_line_signs_in(run, client):
    result = run(
        "users",
        "create",
        "admin",
        "--email",
        new_address(),
        "--role",
        "admin",
        "--password-stdin",
        input=PASSWORD + "\n",
    )
    assert (result.exit_code, result.output) == (0, "admin\n")
    assert stored("admin").roles == {"member", "moderator", "admin"}
    assert enter(client, "admin").status_code == 303
    row = db.session.scalars(select(AuditRow).where(AuditRow.act == "user.create")).one()
    assert row.details == {"role": "admin", "via": "command"}


def test_without_a_password_one_is_made_and_printed_once(run, client):
    result = run("users", "create", "azar", "--email", new_address())
    name, password = result.output.split()
    assert enter(client, name, password).status_code == 303


@pytest.mark.parametrize(
    ("args", "password", "said"),
    [
        (("repetida", "--email", "a@pueblo.example"), PASSWORD, "username is taken"),
        (("no vale", "--email", "a@pueblo.example"), PASSWORD, "3 to 40 letters"),
        (("debil", "--email", "a@pueblo.example"), "corta", "10 characters"),
        (("vacia", "--email", "a@pueblo.example"), "", "10 characters"),
        (("sincorreo", "--email", "nada"), PASSWORD, "complete email address"),
    ],
)
def test_what_cannot_be_is_explained_in_one_line(run, args, password, said):
    make_user("repetida")
    result = run("users", "create", *args, "--password-stdin", input=password)
    assert result.exit_code == 1
    assert said in result.output
    assert result.output.count("\n") == 1


def test_wrong_usage_is_exit_2(run):
    assert run("users", "create", "ana").exit_code == 2
    assert run("users", "create", "ana", "--email", new_address(), "--role", "king").exit_code == 2


def test_a_reset_gives_a_new_password_and_ends_every_session(run, client):
    user = make_user(password=PASSWORD)
    sign_in(client, user)
    result = run("users", "reset", user.username)
    assert result.exit_code == 0
    assert who_is_in(client) is None
    assert enter(client, user.username).status_code == 422
    assert enter(client, *result.output.split()).status_code == 303
    assert db.session.scalar(select(AuditRow.thing_id).where(AuditRow.act == "user.reset")) == user.id


def test_a_reset_of_nobody_is_explained(run):
    result = run("users", "reset", "nadie")
    assert (result.exit_code, result.output) == (1, "Error: there is nobody called «nadie»\n")


def test_no_password_is_kept_in_the_log(run):
    run("users", "create", "callada", "--email", "callada@pueblo.example", "--password-stdin", input=PASSWORD)
    rows = db.session.scalars(select(AuditRow)).all()
    assert all(PASSWORD not in str(row.details) and "pueblo" not in str(row.details) for row in rows)
