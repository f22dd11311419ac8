"""Putting an archive in place: read whole first, then files, then the database at one stroke, then keys."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from forum.audit.actions import record
from forum.audit.queries import key_fits
from forum.audit.seals import begin_seals
from forum.extensions import db
from forum.home.queries.health import newest_migration
from forum.lib import maintenance
from forum.lib.commands import CannotDo
from forum.lib.files import file_store, make_durable
from forum.lib.maintenance import Maintenance
from forum.lib.pages import outdate_all
from forum.lib.transactions import transaction
from forum.moderation.checks import SEALED
from forum.operations.archive import postgres, sqlite
from forum.operations.archive.databases import holds_something, kind, schema_of
from forum.operations.archive.making import alone_in
from forum.operations.archive.manifest import Manifest
from forum.operations.archive.packing import DATABASES, FILE, SMALL, damage_told, members, verified
from forum.search.jobs import index_soon

STAGED = {*DATABASES.values(), *SMALL}


def restore_archive(path: Path, *, replace: bool) -> tuple[Manifest, bool]:
    """Put what the archive holds where this forum is; over what is there only with `replace`.

    Nothing is touched before all of it was read and is as its manifest says. The database changes in one
    transaction, and files only come: killed before that, the forum is as it was. Gives what it holds, and
    whether its audit log now says that it was restored.
    """
    with path.open("rb") as file, alone_in(data_folder()), staging() as folder:
        said = verified(file, lambda name: folder / name if name in STAGED else None)
        there = refuse_wrong(said)
        closed = refuse_to_mix(said, there, replace)
        put_files(file)
        put_database(said, folder, empty=not there)
        put_keys(folder)
        upgrade()
        noted = put_maintenance(closed, said)
    shutil.rmtree(data_folder() / "search", ignore_errors=True)  # the worker finds no index, and builds one
    index_soon.enqueue()
    return said, noted


def data_folder() -> Path:
    """Where this forum keeps its files."""
    return Path(current_app.config["DATA_DIR"])


@contextmanager
def staging() -> Iterator[Path]:
    """A folder for what waits to be put in place; what a killed run left there is gone."""
    folder = data_folder() / ".restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_wrong(said: Manifest) -> bool:
    """Refuse an archive that this program or database cannot take; gives whether anything is there yet."""
    if said.kind != kind():
        raise CannotDo(f"the archive is of {said.kind}, and this forum is on {kind()}")
    if said.schema > newest_migration():
        known = newest_migration()
        raise CannotDo(f"the archive is of a newer program (migration {said.schema}; this one knows {known})")
    return holds_something()


def refuse_to_mix(said: Manifest, there: bool, replace: bool) -> Maintenance | None:
    """Refuse to put an archive over a forum, unless told to and nobody writes; gives the maintenance."""
    if not there:
        return None
    if not replace:
        raise CannotDo("there is a forum here already: --replace puts the archive in its place")
    closed = now_closed()
    if closed is None:
        raise CannotDo("people may be writing what would be lost: `maintenance on` first")
    with db.engine.connect() as connection:
        here = schema_of(connection)
    if kind() == "postgresql" and here != said.schema:
        raise CannotDo(
            f"the database is at migration {here} and the archive at {said.schema}: restore into an empty one"
        )
    return closed


def now_closed() -> Maintenance | None:
    """The maintenance that is on."""
    try:
        return maintenance.current()
    except SQLAlchemyError:  # a database from before there was any
        return None
    finally:
        db.session.remove()


@damage_told()
def put_files(file: BinaryIO) -> None:
    """Keep the files: none is in the way of another, as their names tell of their content."""
    store = file_store()
    for name, _, content in members(file):
        if FILE.fullmatch(name):
            store.put(name.rpartition("/")[2], content.read())


def put_database(said: Manifest, folder: Path, *, empty: bool) -> None:
    """Make the database the archive's."""
    staged = folder / DATABASES[said.kind]
    if said.kind == "sqlite":
        sqlite.put_in_place(staged)
    else:
        postgres.put_in_place(staged, empty=empty)


def put_keys(folder: Path) -> None:
    """Put the keys and the audit log's heads that the archive has in the place of those here."""
    for name in SMALL:
        staged = folder / name
        if staged.exists():
            staged.chmod(0o600)
            os.replace(staged, data_folder() / name)
    make_durable(data_folder())


def put_maintenance(closed: Maintenance | None, said: Manifest) -> bool:
    """Nobody writes, or everybody does, as it was here before; the log that was restored says so, if it can.

    Gives whether it could: with another key than that of its rows, this one would break its chain.
    """
    with transaction():
        outdate_all()
        noted = key_fits()
        if noted:
            record("backup.restore", "site", None, None, made=said.made, schema=said.schema)
            begin_seals(SEALED)
        if closed:
            maintenance.begin(closed.until, closed.message)
        else:
            maintenance.end()
    maintenance.forget()
    return noted
