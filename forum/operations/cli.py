"""Commands for operators."""

import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from forum.groups.actions import first_group
from forum.lib.commands import one_line_failures
from forum.lib.jobs import work
from forum.lib.transactions import transaction
from forum.operations.checking.cli import check
from forum.operations.demo.cli import SIGN_INS, demo, fill, refuse_beyond_this_machine
from forum.operations.emptiness import is_empty
from forum.operations.maintenance import maintenance
from forum.operations.seed.cli import seed
from forum.operations.serve import Supervisor, check_free, web_command, worker_command
from forum.operations.settings import settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", envvar="HOST", show_default=True)
@click.option("--port", default=8000, envvar="PORT", show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, envvar="WORKERS", show_default=True, type=click.IntRange(1, 64))
@click.option("--prepare", is_flag=True, help="Migrate first; unless DEMO=0, fill an empty database.")
@click.pass_context
@with_appcontext
@one_line_failures
def serve(context: click.Context, host: str, port: int, workers: int, prepare: bool) -> None:
    """The production server plus the background worker, one supervisor."""
    check_free(host, port)
    if prepare:
        context.invoke(upgrade_database)
        if os.environ.get("DEMO") != "0" and is_empty():
            fill()
    sign_ins = Path(current_app.config["DATA_DIR"]) / SIGN_INS
    if sign_ins.exists():
        refuse_beyond_this_machine(host)
    with transaction():
        first_group()
    click.echo(f"Tertulia: http://{host}:{port}/")
    if sign_ins.exists():
        click.echo(sign_ins.read_text())
    os.environ |= {"HOST": host, "PORT": str(port)}  # what FORUM_BASE_URL is made of, unless it is set
    commands = {"web": web_command(host, port, workers), "worker": worker_command()}
    sys.exit(Supervisor(commands).run())


@click.command("worker")
@one_line_failures
def worker() -> None:
    """The background worker alone."""
    work()


@click.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
@with_appcontext
@one_line_failures
def upgrade_database() -> None:
    """Migrate to the newest version."""
    upgrade()


commands = [serve, worker, database, settings, check, maintenance, demo, seed]
