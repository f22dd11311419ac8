"""The commands that have everybody read and nobody write, and write again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.audit.actions import record
from forum.lib.clock import utcnow
from forum.lib.commands import one_line_failures
from forum.lib.dates import iso
from forum.lib.maintenance import begin, end, forget
from forum.lib.transactions import transaction

MINUTES = 30
FORMS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


@click.group("maintenance")
def maintenance() -> None:
    """Read-only mode: pages and search go on, writing says until when."""


@maintenance.command("on")
@click.option("--until", type=click.DateTime(FORMS), help="When it ends, about, on the site's clock.")
@click.option(
    "--minutes", type=click.IntRange(1, 10_000), help=f"Or in how many minutes; {MINUTES} if unsaid."
)
@click.option("--message", default="", help="What else people are told.")
@with_appcontext
@one_line_failures
def on(until: datetime | None, minutes: int | None, message: str) -> None:
    """Nobody but the operator's commands writes any more, until `maintenance off`; jobs wait.

    The moment is what people are told. It ends nothing by itself.
    """
    end_at = moment_of(until, minutes)
    if len(message) > 300:
        raise click.UsageError("a message of at most 300 characters")
    with transaction(alone=True):  # so that nobody is still writing when the command has said so
        begin(end_at, message)
        record("maintenance.on", "site", None, None, until=iso(end_at))
    forget()
    click.echo(f"read-only; people are told until {iso(end_at)}")


@maintenance.command("off")
@with_appcontext
@one_line_failures
def off() -> None:
    """Everybody writes again."""
    with transaction():
        was_on = end()
        if was_on:
            record("maintenance.off", "site", None, None)
    forget()
    click.echo("people write again" if was_on else "maintenance was not on")


def moment_of(until: datetime | None, minutes: int | None) -> datetime:
    """The moment that was given, in UTC. One that is past, or given twice, is wrong usage."""
    if until and minutes:
        raise click.UsageError("either --until or --minutes")
    if until is None:
        return utcnow() + timedelta(minutes=minutes or MINUTES)
    moment = until.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))
    if moment <= utcnow():
        raise click.UsageError("--until is a moment that has passed")
    return moment
