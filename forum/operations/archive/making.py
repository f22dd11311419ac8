"""Making an archive of the forum while it serves."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.commands import CannotDo
from forum.lib.dates import iso
from forum.lib.files import file_store, make_durable
from forum.operations.archive import postgres, sqlite
from forum.operations.archive.databases import counts_of, kind, schema_of
from forum.operations.archive.manifest import Manifest
from forum.operations.archive.packing import DATABASES, FILE, HEADS, KEYS, Packing


def make_archive(target: Path, *, keys: bool) -> Manifest:
    """Write one archive of database, files, the audit log's heads and, if asked, the keys to `target`.

    It has its name only once it is whole and on the disk; until then what had that name stays.
    """
    made = utcnow()
    with db.engine.connect() as connection:
        schema_of(connection)  # a database that does not answer, or has no tables, stops it before any file
    with being_written(target) as (file, database):
        packing = Packing(file)
        add_small(packing, keys)
        add_files(packing)
        copy = (sqlite if kind() == "sqlite" else postgres).snapshot
        with copy(database) as connection:
            schema, counts = schema_of(connection), counts_of(connection)
        packing.add_file(DATABASES[kind()], database)
        add_files(packing)
        said = Manifest(iso(made), kind(), schema, counts, packing.parts)
        packing.close(said)
    return said


@contextmanager
def being_written(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """The file that becomes `target`, and a place for the database beside it.

    Of a run that was killed they are left, hidden, until the next one, which takes their names.
    """
    target = target.absolute()
    part, database = (target.with_name(f".{target.name}.{end}") for end in ("part", "database"))
    with alone_in(target.parent):
        try:
            forget(part, database)
            with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file:
                os.close(os.open(database, os.O_CREAT | os.O_EXCL, 0o600))
                yield file, database
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            make_durable(target.parent)
        finally:
            forget(part, database)


def forget(*paths: Path) -> None:
    """Leave none of these files."""
    for path in paths:
        path.unlink(missing_ok=True)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Be the only one that makes archives in a folder, or puts one in place in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotDo(f"another backup or restore is at work in «{folder}»") from None
    finally:
        os.close(handle)


def add_small(packing: Packing, keys: bool) -> None:
    """Add the heads of the audit log, which may name no row that is younger than the copy, and the keys."""
    folder = Path(current_app.config["DATA_DIR"])
    for name in (HEADS, *(KEYS if keys else ())):
        packing.add_file(name, folder / name)


def add_files(packing: Packing) -> None:
    """Add the files that are not in the archive yet.

    Those from before the database is copied, as one may be forgotten meanwhile that the copy knows of; and
    after it those that came while the first were read.
    """
    store = file_store()
    db.session.remove()
    for name in store.names():
        place = f"files/{name[:2]}/{name}"
        if FILE.fullmatch(place) and place not in packing.parts:
            with suppress(FileNotFoundError):  # it was forgotten meanwhile
                packing.add(place, BytesIO(store.read(name)))
