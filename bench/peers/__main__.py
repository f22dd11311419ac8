"""`python -m bench.peers`: install other forums, give them this one's community, measure them."""

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bench.machine import machine
from bench.peers.flaskbb.driver import FlaskBB
from bench.peers.measuring import figures
from bench.peers.misago.driver import Misago
from bench.peers.services import services
from bench.peers.site import Forum
from bench.peers.tertulia import Tertulia
from bench.plan import QUICK, WHOLE

RESULTS = Path(__file__).parent.parent / "results-peers.json"
PEERS: dict[str, type[Forum]] = {"flaskbb": FlaskBB, "misago": Misago}


@click.command()
@click.option("--quick", is_flag=True, help="A small community and few rounds.")
@click.argument("names", nargs=-1, type=click.Choice(list(PEERS)))
def peers(quick: bool, names: Sequence[str]) -> None:
    """Measure this forum beside others: all, or only NAMES."""
    plan, about = QUICK if quick else WHOLE, machine()
    ours = Tertulia(plan.usual)
    forums: list[Forum] = [ours, *(PEERS[name]() for name in names or PEERS)]
    versions = {forum.name: forum.versions() for forum in forums}
    notes = {forum.name: list(forum.notes) for forum in forums}
    report: dict[str, Any] = {
        "machine": about,
        "quick": quick,
        "versions": versions,
        "notes": notes,
        "figures": [],
    }
    with ExitStack() as stack:
        there = stack.enter_context(services())
        place = Path(stack.enter_context(TemporaryDirectory(prefix="forum-peers-")))
        folders = {forum.name: place / forum.name for forum in forums}
        for folder in folders.values():
            folder.mkdir()
        community = ours.seed(there, folders[ours.name])
        began = time.perf_counter()
        with ThreadPoolExecutor() as beside:
            loads = [beside.submit(forum.load, there, community, folders[forum.name]) for forum in forums]
            for load in loads:
                load.result()
        click.echo(f"loaded after {time.perf_counter() - began:.0f} s")
        sites = [stack.enter_context(forum.serving(community, folders[forum.name])) for forum in forums]
        for found in figures(sites, community.word, plan.rounds):
            click.echo(found.line())
            report["figures"] += [found.row()]
            text = json.dumps(report, indent=2, ensure_ascii=False)
            RESULTS.write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    peers()
