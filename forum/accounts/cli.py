"""Commands about people."""

import sys
from datetime import timedelta

import click
from flask.cli import with_appcontext

from forum.accounts import actions
from forum.accounts.actions.api_tokens import create_token
from forum.accounts.identity import clean_username
from forum.accounts.models import ROLES, SCOPES, User
from forum.accounts.passwords import check_strength, make_password
from forum.accounts.queries import find_by_login
from forum.audit.actions import record
from forum.lib.clock import utcnow
from forum.lib.commands import CannotDo, one_line_failures
from forum.lib.transactions import transaction

LONGEST_LABEL = 80


@click.group("users")
def users() -> None:
    """People and their accounts."""


from_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@users.command("create")
@click.argument("name")
@click.option("--email", required=True, help="The person's e-mail address.")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@from_stdin
@with_appcontext
@one_line_failures
def create(name: str, email: str, role: str, password_stdin: bool) -> None:
    """Create a confirmed user NAME. Without --password-stdin, prints a password made at random."""
    name = clean_username(name)
    password = chosen_password(password_stdin, name, email)
    hashed = actions.hash_password(password)
    with transaction():
        user = actions.create_user(name, email=email, password_hash=hashed, role=role)
        record("user.create", "user", user.id, None, role=role)
    report(user, password, password_stdin)


@users.command("reset")
@click.argument("name")
@from_stdin
@with_appcontext
@one_line_failures
def reset(name: str, password_stdin: bool) -> None:
    """Give NAME a new password and end their sessions. Without --password-stdin, prints one made here."""
    user = somebody(name)
    password = chosen_password(password_stdin, user.username, user.email or "")
    hashed = actions.hash_password(password)
    with transaction():
        actions.reset_by_operator(user, hashed)
    report(user, password, password_stdin)


@users.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@with_appcontext
@one_line_failures
def role(name: str, role: str) -> None:
    """Make NAME a member, a moderator or an administrator of the site. They are told."""
    user = somebody(name)
    with transaction():
        actions.set_role(user, role, None)
    click.echo(f"{user.username} {role}")


@users.command("token")
@click.argument("name")
@click.option("--scope", type=click.Choice(SCOPES), required=True, help="What a program may do with it.")
@click.option("--label", default="", help="What the person reads in their settings.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it holds; for good if not said.")
@with_appcontext
@one_line_failures
def token(name: str, scope: str, label: str, days: int | None) -> None:
    """Print a new API token for NAME, once: only its digest is kept."""
    if len(label) > LONGEST_LABEL:
        raise click.UsageError(f"a label of at most {LONGEST_LABEL} characters")
    expires = utcnow() + timedelta(days=days) if days else None
    user = somebody(name)
    with transaction():
        made = create_token(user, scope, label, expires)
    click.echo(made)


def somebody(name: str) -> User:
    """Who has this name or address. Raises CannotDo."""
    user = find_by_login(name)
    if user is None:
        raise CannotDo(f"there is nobody called «{name}»")
    return user


def chosen_password(from_input: bool, *own: str) -> str:
    """The password from standard input, checked; or one made at random."""
    if not from_input:
        return make_password()
    password = sys.stdin.readline().rstrip("\r\n")
    check_strength(password, *own)
    return password


def report(user: User, password: str, known: bool) -> None:
    """Say whom it is about, and the password unless whoever runs the command gave it."""
    click.echo(user.username if known else f"{user.username} {password}")


commands = [users]
