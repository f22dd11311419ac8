"""The command that compares what is stored with what it should be."""

import json

import click
from flask.cli import with_appcontext

from forum.lib.checks import Check, Problem
from forum.lib.commands import one_line_failures
from forum.operations.checking.run import MOST, Outcome, all_checks, run, warnings


@click.command("check")
@click.option("--repair", is_flag=True, help="Put right what can be: counts, order, references, the index.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
@with_appcontext
@one_line_failures
def check(context: click.Context, repair: bool, as_json: bool) -> None:
    """Compare counters, references, numbering, audit chain, files and index with what they should be.

    Exit 1 if anything disagrees; with --repair, if anything still does. A gap in the numbers, a lost file and
    the audit chain are never repaired.
    """
    told: list[dict[str, object]] = []

    def tell(check: Check, problem: Problem, mended: bool) -> None:
        if as_json:
            told.append(as_row(check, problem, mended))
        else:
            click.echo(f"{problem}{' (mended)' if mended else ''}")

    outcomes = [run(one, repair, tell) for one in all_checks()]
    sum_up(outcomes, told if as_json else None)
    context.exit(1 if any(outcome.left for outcome in outcomes) else 0)


def as_row(check: Check, problem: Problem, mended: bool) -> dict[str, object]:
    """A problem in JSON."""
    row = {"where": problem.where, "what": problem.what, "stored": problem.stored, "true": problem.true}
    return {"check": check.name, **row, "mended": mended}


def sum_up(outcomes: list[Outcome], told: list[dict[str, object]] | None) -> None:
    """Say how it came out: as JSON with the problems `told`, or in words."""
    found, mended = sum(one.found for one in outcomes), sum(one.mended for one in outcomes)
    if told is not None:
        report = {"found": found, "mended": mended, "problems": told, "warnings": warnings()}
        click.echo(json.dumps(report, default=str, ensure_ascii=False, indent=2))
        return
    for one in outcomes:
        if one.found > MOST:
            click.echo(f"{one.check.name}: … and {one.found - MOST} more")
    for warning in warnings():
        click.echo(f"warning: {warning}")
    click.echo(f"{len(outcomes)} checks, {found} problems, {mended} mended")
