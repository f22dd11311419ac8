"""Commands that import."""

import json
from functools import partial
from os import fstat
from pathlib import Path
from typing import Any, BinaryIO, cast

import click
from flask.cli import with_appcontext
from tqdm import tqdm
from tqdm.utils import CallbackIOWrapper

from forum.importers.report import Report
from forum.importers.wordpress.actions import Progress
from forum.importers.wordpress.importing import Bars, import_export
from forum.lib.commands import one_line_failures

EXAMPLES = 3
NAMES = {"threads": "entries"}  # of what a report counts, where an importer says it otherwise
FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
BAR: dict[str, Any] = {"disable": None, "leave": False}  # on standard error, on a terminal only


@click.group("import")
def importing() -> None:
    """Bring in what people wrote elsewhere."""


@importing.command("wordpress")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--files", type=FOLDER, help="The site's uploads folder.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@one_line_failures
def wordpress(file: Path, files: Path | None, dry_run: bool, as_json: bool) -> None:
    """Import the WordPress export (WXR) FILE. Doing it again adds what is new, and nothing twice."""
    report = import_export(file, files, dry_run=dry_run, bars=Bars(watched, bar("Entries")))
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        tell(report, dry_run)


def bar(title: str) -> Progress:
    """What shows how far a sequence has been gone through, on a terminal only."""
    return partial(tqdm, desc=title, **BAR)


def watched(file: BinaryIO, title: str) -> BinaryIO:
    """The file, showing how much of it has been read, on a terminal only."""
    size = fstat(file.fileno()).st_size
    shown = tqdm(desc=title, total=size, unit="B", unit_scale=True, **BAR)
    return cast(BinaryIO, CallbackIOWrapper(shown.update, file, "read"))


def tell(report: Report, dry_run: bool) -> None:
    """The report for people: figures, then what was left, by reason."""
    click.echo("It would make:" if dry_run else "Done:")
    for name, number in report.made.items():
        click.echo(f"  {number:>7}  {NAMES.get(name, name)}")
    if report.changed:
        click.echo(f"  {report.changed:>7}  posts of before, with the text that they have there now")
    if report.skipped:
        click.echo("What does not come, or not as it was:")
    groups = report.by_reason()
    for why, items in groups.items():
        more = f", … (+{len(items) - EXAMPLES})" if len(items) > EXAMPLES else ""
        click.echo(f"  {len(items):>7}  {why}\n           {', '.join(items[:EXAMPLES])}{more}")
    if any(len(items) > EXAMPLES for items in groups.values()):
        click.echo("--json lists each one.")


commands = [importing]
