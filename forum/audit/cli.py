"""Commands about the audit log."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.audit import jobs  # noqa: F401  (the worker exports the head each day)
from forum.audit.actions import key_file
from forum.audit.export import Verdict, exported_rows, verify
from forum.audit.heads import export_head
from forum.lib.commands import one_line_failures

DAY = click.DateTime(["%Y-%m-%d"])


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


@audit.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "first", type=DAY, help="The first day, on the site's clock.")
@click.option("--to", "last", type=DAY, help="The last day, included.")
@with_appcontext
@one_line_failures
def export(file: Path, first: datetime | None, last: datetime | None) -> None:
    """Write the log to FILE for an auditor: JSON lines, each row with its digest and the one before."""
    begin, end = on_site(first), on_site(last and last + timedelta(days=1))
    rows = 0
    with file.open("w", encoding="utf-8") as out:
        for line in exported_rows(begin, end):
            out.write(f"{line}\n")
            rows += 1
    click.echo(f"{file}: {rows} rows")


@audit.command("verify")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", type=click.Path(path_type=Path, dir_okay=False), help="audit.key, if kept elsewhere.")
@with_appcontext
@one_line_failures
def verify_file(file: Path, key: Path | None) -> None:
    """Verify the exported FILE with the chain's key, without the database; exit 1 if anything is wrong."""
    secret = (key or key_file()).read_text("ascii").strip().encode()
    verdict = Verdict()
    with file.open(encoding="utf-8", errors="replace") as lines:
        for problem in verify(lines, secret, verdict):
            click.echo(problem)
    if verdict.problems:
        raise click.ClickException(f"{verdict.problems} problems in {verdict.rows} rows")
    if not verdict.rows:
        raise click.ClickException("it holds no rows")
    click.echo(f"{verdict.rows} rows, {verdict.first} to {verdict.last}, as they were written")
    click.echo(f"the last one's digest: {verdict.digest}")


def on_site(day: datetime | None) -> datetime | None:
    """When a day begins on the site's clock."""
    return day and day.replace(tzinfo=ZoneInfo(current_app.config["TIMEZONE"]))


commands = [audit]
