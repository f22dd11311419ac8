"""Whether a page that was kept still shows what the database says."""

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Protocol

from flask import Flask
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from forum.extensions import db
from forum.lib.pages.revisions import revisions_by
from forum.lib.pages.walindex import LogIndex
from forum.lib.replica import the_replica


class Truth(Protocol):
    """What is asked whether pages still hold."""

    def version(self) -> bytes | None:
        """What is another after each commit of anybody; None where there is no such thing."""

    def revisions(self, names: Iterable[str]) -> Mapping[str, int]:
        """The revisions of these names now."""


class SQLiteTruth:
    """A connection of its own to a SQLite file, whose log tells for nothing that nobody committed since."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lock = threading.Lock()
        self.connection: sqlite3.Connection | None = None
        self.log: LogIndex | None = None
        self.is_understood = True

    def ask(self, statement: str, values: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
        """The rows of a statement that reads."""
        with self.lock:
            if self.connection is None:
                self.connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            return self.connection.execute(statement, values).fetchall()

    def version(self) -> bytes | None:
        log = self.log or (self.opened() if self.is_understood else None)
        return log.header() if log else None

    def opened(self) -> LogIndex | None:
        """The index of the log; None if it cannot be read now, or is not understood."""
        self.ask("SELECT name FROM sqlite_master LIMIT 1")  # whose reader has the index made
        with self.lock, suppress(OSError):
            try:
                self.log = self.log or LogIndex(self.path)
            except ValueError:
                self.is_understood = False
        return self.log

    def revisions(self, names: Iterable[str]) -> Mapping[str, int]:
        values = tuple(names)
        places = ",".join("?" * len(values))
        return dict(
            self.ask(f"SELECT name, revision FROM page_revisions WHERE name IN ({places})", values)  # type: ignore[arg-type]
        )


class ServerTruth:
    """A database server, which is asked each time; while it is gone its replica, if there is one that may."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def version(self) -> None:
        return None

    def revisions(self, names: Iterable[str]) -> Mapping[str, int]:
        with self.app.app_context():
            engine, replica = db.engine.execution_options(isolation_level="AUTOCOMMIT"), the_replica()
        try:
            with engine.connect() as connection:
                return revisions_by(connection, names)
        except OperationalError:
            if replica is None or not replica.may_stand_in():
                raise
        with replica.asked.connect() as connection:
            return revisions_by(connection, names)


def truth_of(app: Flask) -> Truth:
    """What tells of the application's database."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    return SQLiteTruth(url.database or "") if url.get_backend_name() == "sqlite" else ServerTruth(app)
