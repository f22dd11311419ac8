"""The store of files against what the database knows of them."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from forum.debates.models import Draft, File, Post, PostRevision
from forum.debates.queries.files import named_in
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


def unknown_names(*, named: bool) -> Iterator[str]:
    """The names of stored files that no row tells of: those that a text names, or the others."""
    names = file_store().names()
    while batch := list(islice(names, AT_ONCE)):
        known = set(db.session.scalars(select(File.name).where(File.name.in_(batch))))
        yield from (name for name in batch if name not in known and is_named(name) is named)


def is_named(name: str) -> bool:
    """Whether a text, an earlier version of one or a draft names a file."""
    texts = (
        select(Post.id).where(Post.body_html.contains(name)),
        select(PostRevision.id).where(PostRevision.body_html.contains(name)),
        select(Draft.id).where(named_in(name)),
    )
    return any(db.session.scalar(text.limit(1)) is not None for text in texts)


def unknown_files() -> Iterator[Problem]:
    """Stored files that no row tells of and no text names, and that are not just arriving."""
    settled = utcnow() - SETTLED
    for name in unknown_names(named=False):
        with suppress(FileNotFoundError):  # it went meanwhile
            if file_store().written(name) < settled:
                yield Problem(
                    f"file {name}", "the database's row of it", "missing", "there, or the file gone"
                )


def delete_unknown(ids: Sequence[int]) -> None:
    """Delete what no row tells of and no text names."""
    for name in list(unknown_names(named=False)):
        file_store().delete(name, utcnow() - SETTLED)


def forgotten_files() -> Iterator[Problem]:
    """Stored files that a text names and no row tells of: an operator decides."""
    for name in unknown_names(named=True):
        yield Problem(f"file {name}", "the database's row of it", "missing", "there: a text names the file")


FILES = [
    Check("file content", lost_files),
    Check("file unknown", unknown_files, delete_unknown),
    Check("file forgotten", forgotten_files),
]
