"""Commands about the audit log."""

import click
from flask.cli import with_appcontext

from forum.audit import jobs  # noqa: F401  (the worker exports the head each day)
from forum.audit.heads import export_head
from forum.lib.commands import one_line_failures


@click.group("audit")
def audit() -> None:
    """The log of what moderators and administrators did."""


@audit.command("head")
@with_appcontext
@one_line_failures
def head() -> None:
    """Write the log's head to audit.heads in the data folder, and print it to keep elsewhere."""
    exported = export_head()
    if exported is None:
        raise click.ClickException("the audit log is empty")
    click.echo(str(exported))


commands = [audit]
