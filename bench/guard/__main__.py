"""`python -m bench.guard`: fail where something costs more than twice what bench/recorded.json says."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from bench.community import command, lent
from bench.figures import figure
from bench.guard.judging import falls
from bench.machine import machine
from bench.plan import QUICK

RECORDED = Path(__file__).parent.parent / "recorded.json"
ROUNDS = 30


@click.command()
@click.option("--record", is_flag=True, help="Write what is measured as what later runs are compared with.")
def guard(record: bool) -> None:
    """Compare what pages and acts cost with what was recorded."""
    about = machine()
    with lent(replace(QUICK.usual, own=True), indexed=True) as folder:
        taken = json.loads(command(folder, "bench.guard.measuring", str(ROUNDS)))
    figures = [figure(name, values, "") for name, values in taken.items()]
    costs = {one.name: round(one.value, 4) for one in figures}
    for one in figures:
        click.echo(one.line())
    if record:
        text = json.dumps({"machine": about, "costs": costs}, indent=2, ensure_ascii=False)
        RECORDED.write_text(f"{text}\n", encoding="utf-8")
        return
    found = falls(json.loads(RECORDED.read_text(encoding="utf-8"))["costs"], costs)
    for fall in found:
        click.echo(fall, err=True)
    sys.exit(bool(found))


if __name__ == "__main__":
    guard()
