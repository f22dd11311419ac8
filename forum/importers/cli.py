"""Commands that import."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError
from tqdm import tqdm

from forum.importers.report import Report
from forum.importers.wordpress.actions import carry_out
from forum.importers.wordpress.plan import make_plan
from forum.importers.wordpress.rows import Plan
from forum.importers.wordpress.wxr import Export, read_export
from forum.lib.commands import one_line_failures
from forum.lib.refusals import Conflict, Invalid
from forum.lib.transactions import transaction

T = TypeVar("T")
EXAMPLES = 3


class UnreadableFile(Invalid):
    """The file cannot be opened."""


class NotTaken(Conflict):
    message = _l("La base de datos no ha admitido la importación, y nada ha cambiado")


class OnlyTried(Exception):
    """Undoes what a dry run did."""


@click.group("import")
def importing() -> None:
    """Bring in what people wrote elsewhere."""


@importing.command("wordpress")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--files", type=click.Path(path_type=Path, file_okay=False), help="The site's uploads folder.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@one_line_failures
def wordpress(file: Path, files: Path | None, dry_run: bool, as_json: bool) -> None:
    """Import the WordPress export (WXR) FILE. Doing it again adds what is new, and nothing twice."""
    export, written = opened(file)
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    plan = make_plan(export, zone, written, bar(_("Textos")))
    report = run(plan, dry_run)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        tell(report, dry_run)


def opened(path: Path) -> tuple[Export, datetime]:
    """The export in a file, and when the file was written. Raises UnreadableFile, BrokenExport."""
    try:
        with path.open("rb") as file:
            return read_export(file), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as failure:
        raise UnreadableFile(
            _("No se puede leer «%(file)s»: %(why)s", file=path, why=failure.strerror)
        ) from None


def run(plan: Plan, dry_run: bool) -> Report:
    """Carry the plan out as one transaction; a dry run is the same, undone. Raises NotTaken."""
    try:
        with transaction():
            report = carry_out(plan, bar(_("Entradas")))
            if dry_run:
                raise OnlyTried
    except OnlyTried:
        pass
    except DBAPIError as failure:
        raise NotTaken(f"{NotTaken.message}: {str(failure.orig).splitlines()[0]}") from None
    return report


def bar(title: str) -> Callable[[Sequence[T]], Iterable[T]]:
    """What shows how far a sequence has been gone through, on a terminal only."""
    return partial(tqdm, desc=title, file=sys.stderr, disable=None, leave=False)


def tell(report: Report, dry_run: bool) -> None:
    """The report for people: figures, then what was left, by reason."""
    click.echo(_("Se haría:") if dry_run else _("Hecho:"))
    for name, number in report.made.items():
        click.echo(f"  {number:>7}  {names()[name]}")
    if report.changed:
        click.echo(f"  {report.changed:>7}  {_('mensajes de antes, con el texto que tienen ahora allí')}")
    if report.skipped:
        click.echo(_("Lo que no viene, o no como estaba:"))
    for why, items in report.by_reason().items():
        more = f", … (+{len(items) - EXAMPLES})" if len(items) > EXAMPLES else ""
        click.echo(f"  {len(items):>7}  {why}\n           {', '.join(items[:EXAMPLES])}{more}")


def names() -> dict[str, str]:
    """What each figure of a report counts."""
    return {
        "threads": _("entradas"),
        "posts": _("mensajes"),
        "people": _("personas"),
        "tags": _("etiquetas"),
        "files": _("archivos"),
    }


commands = [importing]
