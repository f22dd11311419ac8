"""The same pages of a small community and of a large one; `python -m bench.size --posts N`, of any size."""

import json
from dataclasses import replace
from pathlib import Path

import click

from bench.community import Size, command, lent, made
from bench.figures import Figure, figure
from bench.plan import WHOLE, Plan

MORE = 1.2  # times the steps that a page of the large community may take
DEEPER = 1.1  # times the steps of a thread's first page that its last may take
A_THREAD = 25  # posts


def growth(folder: Path, plan: Plan) -> list[Figure]:
    """How many times the steps of each page grow; those of a last page against a first; the file's size."""
    small, large = counted(plan.small), counted(plan.large)
    figures = [grown(name, small[name], large[name]) for name in small]
    deep = large["thread, last page"]["steps"] / large["thread, first page"]["steps"]
    file = (made(plan.large) / "forum.db").stat().st_size / plan.large.posts
    return [
        *figures,
        figure(f"thread of {plan.large.longest:,} posts, last page / first", [deep], "× steps", DEEPER),
        figure(f"SQLite file of {plan.large.posts:,} posts", [file], "bytes a post"),
    ]


def counted(size: Size) -> dict[str, dict[str, int]]:
    """Statements and steps of each page of a community."""
    with lent(size) as folder:
        counts: dict[str, dict[str, int]] = json.loads(command(folder, "bench.growth"))
    return counts


def grown(name: str, small: dict[str, int], large: dict[str, int]) -> Figure:
    """How many times the steps grow; infinitely, where another number of statements ran."""
    same = small["statements"] == large["statements"]
    times = large["steps"] / small["steps"] if same else float("inf")
    return figure(f"steps of {name}", [times], "×", MORE, detail={"small": small, "large": large})


@click.command()
@click.option("--posts", type=click.IntRange(min=10_000), default=WHOLE.large.posts, show_default=True)
@click.option("--longest", type=click.IntRange(min=1_000), default=WHOLE.large.longest, show_default=True)
def alone(posts: int, longest: int) -> None:
    """Compare a community of 1,000 posts with one of so many: a million take five minutes and 7 GB."""
    large = Size(WHOLE.large.users, posts // A_THREAD, posts, longest)
    for one in growth(Path(), replace(WHOLE, large=large)):
        click.echo(one.line())


if __name__ == "__main__":
    alone()
