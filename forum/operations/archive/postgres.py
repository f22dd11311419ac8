"""A PostgreSQL database, copied and put in place by PostgreSQL's own programs, in one transaction each."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from forum.extensions import db
from forum.lib.commands import CannotDo
from forum.operations.archive.databases import drop_tables

UNNEEDED = "search_documents"  # the index, which is built again


@contextmanager
def snapshot(path: Path) -> Iterator[Connection]:
    """Copy the database to `path` as it is at one moment; gives a connection that sees it so."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}"]
        run("pg_dump", *options, f"--exclude-table-data={UNNEEDED}", f"--file={path}")
        yield connection


def put_in_place(path: Path, *, empty: bool) -> None:
    """Make the forum's database the one in `path`; if that fails or is killed, what was there stays.

    Tables that hold nothing go first, so that it does not matter which they were.
    """
    db.session.remove()
    program("pg_restore")
    if empty:
        drop_tables()
    options = ["--clean", "--if-exists", "--single-transaction", "--exit-on-error"]
    run("pg_restore", *options, "--no-owner", "--no-privileges", str(path))
    db.engine.dispose()


def run(name: str, *options: str) -> None:
    """Run a program of PostgreSQL's on this database; the password is in no list of processes."""
    url = db.engine.url
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    done = subprocess.run(
        [program(name), "--no-password", f"--dbname={plain}", *options],
        env={**environment, "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise CannotDo(f"{name} says «{trouble(done.stderr, name)}»{advice(done.stderr)}")


def program(name: str) -> str:
    """Where a program of PostgreSQL's is."""
    found = shutil.which(name)
    if not found:
        raise CannotDo(f"there is no {name} on this machine: install PostgreSQL's client (postgresql-client)")
    return found


def trouble(said: str, name: str) -> str:
    """The line that says why."""
    lines = [line.removeprefix(f"{name}: ") for line in said.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line), lines[0] if lines else "nothing")


def advice(said: str) -> str:
    """What helps, where that is known."""
    if "version" in said:
        return ": its version must be the server's, or newer (postgresql-client of that version)"
    return ""
