"""Commands that import."""

import json
from datetime import UTC, datetime
from functools import partial
from os import fstat
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DataError, IntegrityError
from tqdm import tqdm
from tqdm.utils import CallbackIOWrapper

from forum.importers.report import Report
from forum.importers.wordpress.actions import Progress, carry_out
from forum.importers.wordpress.plan import Plan
from forum.importers.wordpress.planner import make_plan
from forum.importers.wordpress.spool import Spool
from forum.importers.wordpress.survey import survey_of
from forum.lib.commands import one_line_failures
from forum.lib.refusals import Conflict, Invalid
from forum.lib.transactions import transaction

EXAMPLES = 3
BAR: dict[str, Any] = {"disable": None, "leave": False}  # on standard error, on a terminal only


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
    with TemporaryFile() as space:
        report = run(planned(file, Spool(space)), dry_run)
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        tell(report, dry_run)


def planned(path: Path, spool: Spool) -> Plan:
    """The plan of the export in a file, read twice. Raises UnreadableFile, BrokenExport."""
    zone = ZoneInfo(current_app.config["TIMEZONE"])
    try:
        with path.open("rb") as file:
            found, written = survey_of(watched(file, _("Lectura"))), path.stat().st_mtime
            file.seek(0)
            return make_plan(
                found, watched(file, _("Textos")), zone, datetime.fromtimestamp(written, UTC), spool
            )
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
    except (DataError, IntegrityError) as failure:
        raise NotTaken(f"{NotTaken.message}: {str(failure.orig).splitlines()[0]}") from None
    return report


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
