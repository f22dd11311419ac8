"""Commands about who belongs to groups."""

import click
from flask.cli import with_appcontext

from forum.accounts.cli import somebody
from forum.groups.actions import add_member, remove_member
from forum.groups.models import Group
from forum.groups.queries import group_at, members_of, team_of
from forum.lib.commands import CannotDo, one_line_failures
from forum.lib.transactions import transaction

ROLES = ("member", "moderator")


@click.group("groups")
def groups() -> None:
    """Groups, and who belongs to them. GROUP is the last part of a group's address."""


@groups.command("members")
@click.argument("group")
@with_appcontext
@one_line_failures
def members(group: str) -> None:
    """Print who belongs to GROUP, and as what, a line each."""
    found = group_called(group)
    for person in team_of(found):
        click.echo(f"{person.username} moderator")
    some, after = members_of(found)
    while some:
        for person in some:
            click.echo(f"{person.username} member")
        some, after = members_of(found, after) if after else ((), None)


@groups.command("add")
@click.argument("group")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="member", show_default=True)
@with_appcontext
@one_line_failures
def add(group: str, name: str, role: str) -> None:
    """Make NAME a member or a moderator of GROUP, or change which. They are told."""
    found, person = group_called(group), somebody(name)
    with transaction():
        add_member(found, person, moderator=role == "moderator")
    click.echo(f"{person.username} {role}")


@groups.command("remove")
@click.argument("group")
@click.argument("name")
@with_appcontext
@one_line_failures
def remove(group: str, name: str) -> None:
    """Have NAME belong to GROUP no more. They are told."""
    found, person = group_called(group), somebody(name)
    with transaction():
        remove_member(found, person)
    click.echo(person.username)


def group_called(slug: str) -> Group:
    """The group with this address. Raises CannotDo."""
    group = group_at(slug)
    if group is None:
        raise CannotDo(f"there is no group at «/groups/{slug}»")
    return group


commands = [groups]
