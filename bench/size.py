"""The same pages of a small community and of one a hundred times its size."""

import json
from pathlib import Path

from bench.community import Size, command, lent
from bench.figures import Figure, figure
from bench.plan import Plan

MORE = 1.2  # times the steps that a page of the large community may take
DEEPER = 1.1  # times the steps of a thread's first page that its last may take


def growth(folder: Path, plan: Plan) -> list[Figure]:
    """How many times the steps of each page grow; and those of a last page against a first."""
    small, large = counted(plan.small), counted(plan.large)
    figures = [grown(name, small[name], large[name]) for name in small]
    deep = large["thread, last page"]["steps"] / large["thread, first page"]["steps"]
    return [*figures, figure("thread of all posts, last page / first", [deep], "× steps", DEEPER)]


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
