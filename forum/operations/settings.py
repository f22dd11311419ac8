"""The settings in force, where each comes from, secrets masked."""

import json
import re
from urllib.parse import parse_qsl

import click
from flask import current_app
from flask.cli import with_appcontext

from config import SECRETS, Settings
from forum.lib.commands import one_line_failures

MASK = "…"
WHO = re.compile(r"//.*@")  # greedy: a password may hold what it should not
ADDRESS = re.compile(r"[a-z][a-z0-9+.]*:(/|$)")
TOLD = {"host", "port", "endpoint", "region", "dbname", "sslmode"}  # parts of an address that say only where


@click.command("settings")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
@one_line_failures
def settings(as_json: bool) -> None:
    """The effective settings, where each comes from, secrets masked."""
    rows = effective(current_app.config["SETTINGS"])
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for name, row in rows.items():
        click.echo(f"{name}={row['value']}  ({row['from']})")


def effective(chosen: Settings) -> dict[str, dict[str, str]]:
    """Each setting's value, as it is written, and where it comes from: default, file or environment."""
    rows = {}
    for name, source in chosen.sources.items():
        value = getattr(chosen, name.lower())
        text = ("on" if value else "off") if isinstance(value, bool) else str(value)
        rows[f"FORUM_{name}"] = {"value": masked(text) if name in SECRETS else text, "from": source}
    return rows


def masked(text: str) -> str:
    """A secret as a mark; of an address, who signs in and whatever may be one: it still says where."""
    if not ADDRESS.match(text):
        return text and MASK
    place, asked, query = text.partition("?")
    pairs = [(name, value if name in TOLD else MASK) for name, value in parse_qsl(query)]
    return WHO.sub(f"//{MASK}@", place) + asked + "&".join(f"{name}={value}" for name, value in pairs)
