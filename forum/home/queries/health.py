"""Whether the site can serve, asked cheaply and often."""

import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from flask import current_app
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from forum.extensions import db
from forum.home.jobs import sign_of_life
from forum.lib import maintenance
from forum.lib.dates import iso
from forum.lib.files import file_store
from forum.lib.logs import log
from forum.lib.replica import the_replica

ROOM = 50 * 1024 * 1024  # bytes that must be free in the data folder
SILENCE = 300  # seconds without a sign of the worker, which gives one each minute


def troubles() -> list[str]:
    """What keeps the site from serving: nothing, or some of database, migrations, data folder, disk."""
    folder = Path(current_app.config["DATA_DIR"])
    return [name for name in (database_trouble(), folder_trouble(folder), disk_trouble(folder)) if name]


def warnings() -> list[str]:
    """What does not keep the site from serving and wants looking at: a silent worker or store of files, and
    where there is a replica that, or the database that it stands in for."""
    silent = {"worker": worker_is_silent(), "files": file_store().is_silent()}
    replica = the_replica()
    return [name for name, is_so in silent.items() if is_so] + (replica.warnings() if replica else [])


def worker_is_silent() -> bool:
    """Whether the worker of this machine has given no sign for long."""
    try:
        return time.time() - sign_of_life().stat().st_mtime > SILENCE
    except OSError:
        return False


def maintenance_end() -> str | None:
    """Until when nothing is written (ISO 8601, UTC), if that is so; nothing of a database in trouble."""
    try:
        found = maintenance.current()
    except SQLAlchemyError:
        db.session.remove()
        return None
    return iso(found.until) if found else None


def database_trouble() -> str | None:
    """Whether the database does not answer, or is at another migration than the program."""
    try:
        now = set(db.session.scalars(text("SELECT version_num FROM alembic_version")))
    except SQLAlchemyError as failure:
        log.error("health", error=str(failure))
        db.session.remove()
        return "database"
    return None if now == {newest_migration()} else "migrations"


@cache
def newest_migration() -> str:
    """The newest migration that this program knows: they are numbered, and so are the names of their files.

    Alembic knows too, and would weigh 9 MB in each web process.
    """
    return max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def folder_trouble(folder: Path) -> str | None:
    """Whether nothing can be written into the data folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as failure:
        log.error("health", error=str(failure))
        return "data folder"


def disk_trouble(folder: Path) -> str | None:
    """Whether the disk of the data folder is nearly full."""
    return "disk" if shutil.disk_usage(folder).free < ROOM else None
