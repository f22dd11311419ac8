"""The commands that make an archive of the forum, and put one in place."""

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from forum.audit.actions import record
from forum.lib.commands import database_trouble, one_line_failures
from forum.lib.transactions import transaction
from forum.operations.archive.making import make_archive
from forum.operations.archive.manifest import Manifest
from forum.operations.archive.packing import KEYS
from forum.operations.archive.restoring import restore_archive

KEYS_INSIDE = "It holds {}: its reader can forge sessions and the audit log. --without-keys leaves them out."
NO_AUDIT_KEY = "It holds no audit.key: put yours into the data folder, or `check` finds the audit log broken."

NOT_NOTED = "The audit log does not have this restore: its last row was not written with the audit.key here."


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--without-keys", is_flag=True, help="Leave out secret.key and audit.key: keep them elsewhere.")
@with_appcontext
@one_line_failures
def backup(file: Path, without_keys: bool) -> None:
    """Write one consistent archive of database, files and keys to FILE, while the forum serves.

    A plain tar. A FILE of that name is replaced once the new one is whole.
    """
    said = make_archive(file, keys=not without_keys)
    click.echo(f"{file}: {summed_up(said)}")
    note_backup(said)
    inside = [name for name in KEYS if name in said.parts]
    if inside:
        click.echo(KEYS_INSIDE.format(" and ".join(inside)))


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), help="Another data folder.")
@click.option("--replace", is_flag=True, help="In place of the forum that is there; maintenance must be on.")
@with_appcontext
@one_line_failures
def restore(file: Path, into: Path | None, replace: bool) -> None:
    """Put the archive FILE in place, in an empty data folder and database; migrate if it is older.

    All of it is verified before anything changes. The worker then builds the search index.
    """
    if into and into.absolute() != Path(current_app.config["DATA_DIR"]):
        start_again(file, into, replace)
    said, noted = restore_archive(file, replace=replace)
    click.echo(f"restored: {summed_up(said)}")
    if "audit.key" not in said.parts:
        click.echo(NO_AUDIT_KEY)
    if not noted:
        click.echo(NOT_NOTED)
    click.echo("The worker builds the search index, or `search rebuild` does so at once; then run `check`.")


def note_backup(said: Manifest) -> None:
    """Have the audit log say that a copy was made. The copy is whole even where nothing can be written."""
    keys = [name for name in KEYS if name in said.parts]
    try:
        with transaction():
            record("backup.make", "site", None, None, made=said.made, keys=keys)
    except DBAPIError as failure:
        click.echo(f"The audit log does not have it: {database_trouble(failure)}", err=True)


def start_again(file: Path, into: Path, replace: bool) -> None:
    """Become the same command in a forum whose data folder is `into`, and with SQLite its database too."""
    settings = {"FORUM_DATA_DIR": str(into.absolute())}
    if current_app.config["DATABASE_URL"].startswith("sqlite:"):
        settings["FORUM_DATABASE_URL"] = f"sqlite:///{into.absolute()}/forum.db"
    command = ["-m", "forum", "restore", str(file.absolute()), *(["--replace"] if replace else [])]
    sys.stdout.flush()
    os.chdir(current_app.root_path)
    os.execve(sys.executable, [sys.executable, *command], {**os.environ, **settings})


def summed_up(said: Manifest) -> str:
    """What an archive holds, in a line."""
    rows = ", ".join(f"{number} {name}" for name, number in said.counts.items())
    size = sum(part.size for part in said.parts.values())
    return f"{rows}; {said.kind}, migration {said.schema}, made {said.made}, {size:,} bytes"
