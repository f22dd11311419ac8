"""Commands for operators."""

import json
import os
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from config import SECRETS, Settings
from forum.groups.actions import first_group
from forum.lib.commands import one_line_failures
from forum.lib.jobs import work
from forum.lib.transactions import transaction
from forum.operations.checking.cli import check
from forum.operations.demo.cli import SIGN_INS, demo, load, refuse_beyond_this_machine
from forum.operations.seed.cli import seed
from forum.operations.serve import Supervisor, web_command, worker_command


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
    if prepare:
        context.invoke(upgrade_database)
        if os.environ.get("DEMO") != "0":
            context.invoke(load, if_empty=True)
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
def worker() -> None:
    """The background worker alone."""
    work()


@click.group("db")
def database() -> None:
    """The database's shape."""


@database.command("upgrade")
@with_appcontext
def upgrade_database() -> None:
    """Migrate to the newest version."""
    upgrade()


@click.command("settings")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def settings(as_json: bool) -> None:
    """The effective settings, where each comes from, secrets masked."""
    rows = effective(current_app.config["SETTINGS"])
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for name, row in rows.items():
        click.echo(f"{name}={row['value']}  ({row['from']})")


def effective(chosen: Settings) -> dict[str, dict[str, str]]:
    """Each setting's value, masked where it may hold a secret, and where it comes from."""
    rows = {}
    for name, source in chosen.sources.items():
        value = str(getattr(chosen, name.lower()))
        shown = "…" if name in SECRETS and source != "default" else value
        rows[f"FORUM_{name}"] = {"value": shown, "from": source}
    return rows


commands = [serve, worker, database, settings, check, demo, seed]
