"""The store of files against what the database knows of them."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from forum.debates.models import File
from forum.extensions import db
from forum.lib.checks import AT_ONCE, Check, Problem, rows
from forum.lib.clock import utcnow
from forum.lib.files import FileStore, file_store

SETTLED = timedelta(hours=1)  # a file is stored before its row: what is younger may be on its way


def lost_files() -> Iterator[Problem]:
    """Files that are not in the store, or are not what their name, a digest, says."""
    store = file_store()
    for file_id, name in rows(select(File.id, File.name).order_by(File.id)):
        stored = digest_of(store, name)
        if stored != name.partition(".")[0]:
            true = "what its name is the digest of"
            yield Problem(f"file {name}", "its content", stored or "missing", true, file_id)


def digest_of(store: FileStore, name: str) -> str | None:
    """The digest of a stored file, None if it is not there."""
    try:
        return hashlib.sha256(store.read(name)).hexdigest()
    except FileNotFoundError:
        return None


def unknown_names() -> Iterator[str]:
    """The names of stored files that the database does not know."""
    names = file_store().names()
    while batch := list(islice(names, AT_ONCE)):
        known = set(db.session.scalars(select(File.name).where(File.name.in_(batch))))
        yield from (name for name in batch if name not in known)


def unknown_files() -> Iterator[Problem]:
    """Stored files that no row tells of, and that are not just arriving."""
    settled = (utcnow() - SETTLED).timestamp()
    for name in unknown_names():
        if file_store().path(name).stat().st_mtime < settled:
            yield Problem(f"file {name}", "the database's row of it", "missing", "there, or the file gone")


def delete_unknown(ids: Sequence[int]) -> None:
    """Delete what no row tells of."""
    for name in list(unknown_names()):
        file_store().delete(name, utcnow() - SETTLED)


FILES = [Check("file content", lost_files), Check("file unknown", unknown_files, delete_unknown)]
