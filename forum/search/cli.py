"""Commands about the index."""

import contextlib
import json
import sys
from collections.abc import Iterator

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from forum.lib.commands import one_line_failures
from forum.search import jobs
from forum.search.documents import count_behind, count_findable
from forum.search.engine import IndexBusy, IndexMissing

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


def report(as_json: bool) -> None:
    """Print how the index stands."""
    try:
        indexed = jobs.engine().count()
    except IndexMissing:
        indexed = 0
    figures: dict[str, object] = {
        "engine": jobs.engine().name,
        "indexed": indexed,
        "expected": count_findable(),
        "pending": count_behind(),
    }
    click.echo(json.dumps(figures) if as_json else ", ".join(f"{k}: {v}" for k, v in figures.items()))


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
    report(as_json)


commands = [search]
