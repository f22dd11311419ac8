"""Publishing a reply of 100 words, against rendering and sanitising the same text."""

import json
import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan


def reply(folder: Path, plan: Plan) -> list[Figure]:
    """The processor's time of both, and how many times the one is the other."""
    costs = json.loads(command(folder, "bench.replies", str(plan.texts)))
    whole, text = (medians([one[name] for one in costs]) for name in ("request", "render"))
    shares = [mine / other for mine, other in zip(whole, text, strict=True)]
    return [
        figure("reply of 100 words, whole request", whole, "ms of processor"),
        figure("its text, rendered and sanitised", text, "ms of processor"),
        figure("reply / rendering", shares, "×", 4),
    ]


def medians(values: Sequence[float], parts: int = 5) -> list[float]:
    """The medians of `parts` runs of values, in the order in which they were taken."""
    size = len(values) // parts
    return [statistics.median(values[i * size : (i + 1) * size]) for i in range(parts)]
