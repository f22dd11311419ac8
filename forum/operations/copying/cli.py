"""The command that moves a community to another database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click
from flask.cli import with_appcontext
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from tqdm import tqdm

from config import database_url
from forum.accounts.models import User
from forum.lib.commands import CannotDo, one_line_failures
from forum.lib.maintenance import MaintenanceRow
from forum.lib.transactions import engine_options, set_up_sqlite
from forum.operations.copying.rows import COPYING, begin, copy_rows, differing, settle, tables

bar = partial(tqdm, file=sys.stderr, disable=None, leave=False, unit=" rows")
NEXT = """\
The same {rows} rows are in both. Now set FORUM_DATABASE_URL to the new one and start the forum: the worker
builds the search index. `check` looks it over; `maintenance off` opens it. The old one stays as it is."""


class Address(click.ParamType):
    """The address of a database, as FORUM_DATABASE_URL takes it."""

    name = "URL"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return database_url(value)
        except ValueError as wrong:
            self.fail(f"it takes {wrong}", param, ctx)


@click.command("copy")
@click.option("--from", "source", type=Address(), required=True, help="The database that the forum has.")
@click.option("--to", "target", type=Address(), required=True, help="The new one, empty.")
@with_appcontext
@one_line_failures
def copy(source: str, target: str) -> None:
    """Copy the community in one database to another, such as from SQLite to PostgreSQL.

    Maintenance must be on. Counts and every row are compared at the end. Run again, it goes on where it was
    stopped.
    """
    if source == target:
        raise click.UsageError("--from and --to are the same")
    with reaching(source) as one:
        refuse_open(one)
        migrate(target)
        with reaching(target) as other:
            refuse_to_mix(one, other)
            begin(other)
            click.echo(NEXT.format(rows=copied(one, other)))


def copied(source: Engine, target: Engine) -> int:
    """Copy and compare; gives how many rows it was. Raises CannotDo where they are not the same."""
    total = rows_of(source)
    with bar(total=total, desc="copied") as shown:
        copy_rows(source, target, shown.update)
    with bar(total=total, desc="compared") as shown:
        wrong = differing(source, target, shown.update)
    if wrong:
        raise CannotDo(f"the copy is not the same: {wrong}. Empty the new database and copy again")
    settle(target)
    return total


@contextmanager
def reaching(url: str) -> Iterator[Engine]:
    """An engine as the forum would have it."""
    engine = create_engine(url, **engine_options(url))
    if engine.dialect.name == "sqlite":
        set_up_sqlite(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def migrate(url: str) -> None:
    """Have the tables in the new database: another process, as this one's are in its own."""
    done = subprocess.run(
        [sys.executable, "-m", "forum", "db", "upgrade"],
        env={**os.environ, "FORUM_DATABASE_URL": url, "FORUM_SEARCH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotDo(done.stderr.strip().rpartition("\n")[2].removeprefix("Error: "))


def refuse_open(source: Engine) -> None:
    """Raise CannotDo unless nobody writes there: in maintenance."""
    if not inspect(source).has_table(MaintenanceRow.__tablename__):
        raise CannotDo("there is no forum in the database that --from names")
    with source.connect() as connection:
        if not connection.scalar(select(MaintenanceRow.id)):
            raise CannotDo("people are writing: `maintenance on` first, and off in the new database")


def refuse_to_mix(source: Engine, target: Engine) -> None:
    """Raise CannotDo if the two differ in shape, or the new one holds what no copy brought."""
    version = text("SELECT version_num FROM alembic_version")
    begun = inspect(target).has_table(COPYING.name)
    with source.connect() as one, target.connect() as other:
        if one.scalar(version) != other.scalar(version):
            raise CannotDo("the database that --from names is older than this program: `db upgrade` it first")
        if not begun and other.scalar(select(User.id).limit(1)) is not None:
            raise CannotDo("the database that --to names holds a community already")


def rows_of(source: Engine) -> int:
    """How many rows there are to copy."""
    with source.connect() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables())
