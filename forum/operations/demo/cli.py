"""Commands of the demo community."""

import os
from ipaddress import ip_address
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum.lib.commands import CannotDo, one_line_failures
from forum.operations.demo.community import read_community
from forum.operations.demo.load import listed, load_demo
from forum.operations.emptiness import is_empty

SIGN_INS = "demo-sign-ins.txt"  # in the data folder


class NotHere(CannotDo):
    """Others could reach the community's accounts."""


@click.group("demo")
def demo() -> None:
    """An invented community, to see the forum with life in it."""


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing if the database holds anything.")
@with_appcontext
@one_line_failures
def load(if_empty: bool) -> None:
    """Fill an empty database with the demo community, and print its sign-ins."""
    if if_empty and not is_empty():
        return
    click.echo(fill())


def fill() -> str:
    """Load the demo community; gives its sign-ins, which are kept in the data folder too."""
    refuse_beyond_this_machine(os.environ.get("HOST", ""))
    text = listed(load_demo(read_community()))
    keep(Path(current_app.config["DATA_DIR"]) / SIGN_INS, text)
    return text


def refuse_beyond_this_machine(host: str) -> None:
    """Raise NotHere if the forum would be served to others at `host`."""
    if host and not is_loopback(host):
        raise NotHere(
            f"the demo community is for this machine alone, and HOST is {host}: DEMO=0 starts without it"
        )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def keep(path: Path, text: str) -> None:
    """Write what only the server's user may read (mode 600)."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
