"""A SQLite database, copied while others write, and put in the place of another in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine

from forum.extensions import db
from forum.lib.commands import CannotDo
from forum.lib.turns import turn_to_write


@contextmanager
def explained() -> Iterator[None]:
    """Say in one line what SQLite could not do."""
    try:
        yield
    except sqlite3.Error as failure:
        raise CannotDo(f"SQLite says «{failure}»") from None


@contextmanager
def snapshot(path: Path) -> Iterator[Connection]:
    """Copy the database to `path` as it is at one moment; gives a connection to the copy. Nobody waits."""
    with explained(), closing(db.engine.raw_connection()) as source, closing(sqlite3.connect(path)) as target:
        target.execute("PRAGMA synchronous=OFF")
        source.driver_connection.backup(target, pages=-1)  # type: ignore[union-attr]
        target.execute("PRAGMA journal_mode=DELETE")  # one file alone
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def put_in_place(path: Path) -> None:
    """Make the forum's database the one at `path`: others read what was before, then what is now."""
    db.session.remove()
    with explained(), turn_to_write(), closing(sqlite3.connect(path)) as source:
        said = source.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise CannotDo(f"the database in the archive is damaged: {said}")
        with closing(db.engine.raw_connection()) as target:
            source.backup(target.driver_connection, pages=-1)  # type: ignore[arg-type]
    db.session.remove()
