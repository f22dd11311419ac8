"""`python -m bench`: measure, print, and write bench/results.json."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from bench.acting import acting
from bench.community import lent
from bench.figures import Figure
from bench.machine import machine
from bench.memory import memory
from bench.plan import QUICK, WHOLE, Plan
from bench.reading import reading
from bench.relevance import relevance
from bench.reply import reply
from bench.search import searching
from bench.size import growth
from bench.starting import starting
from bench.visiting import visiting
from bench.weight import weight

SEARCHED = {"memory", "pages"}  # parts that search the usual community
RESULTS = Path(__file__).with_name("results.json")
Measure = Callable[[Path, Plan], list[Figure]]
MEASURES: dict[str, Measure] = {
    "reading": reading,
    "pages": visiting,
    "reply": reply,
    "acts": acting,
    "search": searching,
    "relevance": relevance,
    "growth": growth,
    "weight": weight,
    "memory": memory,
    "start": starting,
}


@click.command()
@click.option("--quick", is_flag=True, help="Small communities, few rounds: within two minutes.")
@click.argument("names", nargs=-1, type=click.Choice(list(MEASURES)))
def bench(quick: bool, names: tuple[str, ...]) -> None:
    """Measure side by side what docs/performance.md tells: all of it, or only NAMES."""
    plan = QUICK if quick else WHOLE
    about = machine()
    taken: list[Figure] = []
    for name in names or MEASURES:
        with lent(plan.usual, indexed=name in SEARCHED) as folder:
            found = MEASURES[name](folder, plan)
        for one in found:
            click.echo(one.line())
        taken += found
    report = {"machine": about, "quick": quick, "figures": [one.row() for one in taken]}
    RESULTS.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


bench()
