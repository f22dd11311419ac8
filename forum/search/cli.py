"""Commands about the index."""

import contextlib
import json
import sys
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from forum.audit.actions import record
from forum.lib.commands import one_line_failures
from forum.lib.transactions import transaction
from forum.search import jobs
from forum.search.documents import count_findable
from forum.search.engine import IndexBusy
from forum.search.status import MANY, Status
from forum.search.status import status as status_now

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
BUSY = "another process is at work on the index: try again when it is done"


@click.group("search")
def search() -> None:
    """The index against the database."""


@contextlib.contextmanager
def failures() -> Iterator[None]:
    """Say in one line that the index is being written."""
    try:
        yield
    except IndexBusy:
        raise click.ClickException(BUSY) from None


def noted(act: str) -> None:
    """Have the audit log say what was done to the index, once it is done: the index is not in it."""
    with transaction():
        record(act, "index", None, None, engine=jobs.engine().name)


def report(as_json: bool) -> None:
    """Print how the index stands."""
    now = status_now()
    figures: dict[str, object] = {
        "engine": now.engine,
        "indexed": now.indexed,
        "expected": now.expected,
        "pending": now.pending,
        "size_bytes": now.size,
        "waiting_seconds": round(now.since.total_seconds()) if now.since else None,
        "rebuilding": now.rebuilding._asdict() if now.rebuilding else None,
        "to_render": now.to_render or None,
        "advice": advice(now),
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    if now.rebuilding:
        figures["rebuilding"] = f"{now.rebuilding.done} of {now.rebuilding.expected} posts"
    told = {name: value for name, value in figures.items() if name != "advice" and value is not None}
    click.echo(", ".join(f"{name}: {value}" for name, value in told.items()))
    for line in advice(now):
        click.echo(line)


def advice(now: Status) -> list[str]:
    """What whoever looks after the site should do; nothing if all is well."""
    told = []
    if now.missing:
        told.append("There is no index that can be read: the worker builds one, or «search rebuild» does.")
    if now.astray:
        told.append("The index does not hold what it should: «search reconcile» puts it right.")
    if now.late:
        told.append("Posts have waited for long: is the worker running? See docs/operations.md, «Search».")
    if now.outgrown:
        told.append(f"More than {MANY:,} posts: use PostgreSQL; see it in docs/operations.md.")
    return told


@search.command("status")
@as_json
@with_appcontext
@one_line_failures
def status(as_json: bool) -> None:
    """How many posts are indexed, and how many wait."""
    report(as_json)


@search.command("reconcile")
@as_json
@with_appcontext
@one_line_failures
def reconcile(as_json: bool) -> None:
    """Compare the index with the database and put it right."""
    with failures():
        jobs.reconcile()
    noted("search.reconcile")
    report(as_json)


@search.command("rebuild")
@as_json
@with_appcontext
@one_line_failures
def rebuild(as_json: bool) -> None:
    """Build the index anew; the old one serves meanwhile."""
    hidden = not sys.stderr.isatty()
    with failures(), tqdm(total=count_findable(), unit=" posts", disable=hidden) as bar:
        jobs.rebuild(bar.update)
    noted("search.rebuild")
    report(as_json)


commands = [search]
