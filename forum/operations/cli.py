"""Commands for operators."""

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from forum.groups.actions import first_group
from forum.lib.commands import CannotDo, one_line_failures
from forum.lib.files import file_store
from forum.lib.jobs import work
from forum.lib.readiness import ready
from forum.lib.replica import the_replica
from forum.lib.transactions import transaction
from forum.operations.archive.cli import backup, restore
from forum.operations.checking.cli import check
from forum.operations.copying.cli import copy
from forum.operations.demo.cli import SIGN_INS, demo, fill, refuse_beyond_this_machine
from forum.operations.emptiness import is_empty
from forum.operations.maintenance import maintenance
from forum.operations.seed.cli import seed
from forum.operations.serve import check_free, supervisor_command
from forum.operations.settings import settings
from forum.operations.upgrading import upgrade_database


@click.command("serve")
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, envvar="WORKERS", show_default=True, type=click.IntRange(1, 64))
@click.option("--prepare", is_flag=True, help="Migrate first; unless DEMO=0, fill an empty database.")
@with_appcontext
@one_line_failures
def serve(host: str, port: int, workers: int, prepare: bool) -> None:
    """The production server plus the background worker, one supervisor."""
    check_free(host, port)
    file_store().refuse_to_start()
    replica = the_replica()
    if replica is not None and replica.is_wrong():
        raise CannotDo("FORUM_REPLICA_URL names no replica of FORUM_DATABASE_URL, or one that was promoted")
    if prepare:
        upgrade_database()
        if os.environ.get("DEMO") != "0" and is_empty():
            fill()
    sign_ins = Path(current_app.config["DATA_DIR"]) / SIGN_INS
    if sign_ins.exists():
        refuse_beyond_this_machine(host)
    try:
        with transaction():
            first_group()
    except OperationalError:
        if replica is None or not replica.may_stand_in():
            raise
    click.echo(f"Tertulia: http://{host}:{port}/")
    if sign_ins.exists():
        click.echo(sign_ins.read_text())
    os.environ |= {"HOST": host, "PORT": str(port)}  # what FORUM_BASE_URL is made of, unless it is set
    sys.stdout.flush()
    command = supervisor_command(host, port, workers)
    os.execv(command[0], command)


@click.command("worker")
@one_line_failures
def worker() -> None:
    """The background worker alone."""
    ready()
    work()


@click.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
@with_appcontext
@one_line_failures
def migrate() -> None:
    """Migrate to the newest version."""
    upgrade_database()


database.add_command(copy)
commands = [serve, worker, database, settings, check, backup, restore, maintenance, demo, seed]
