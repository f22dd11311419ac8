"""Whether costs fell behind those recorded."""

from collections.abc import Iterator, Mapping

from bench.figures import short

WORSE = 2.0  # times what was recorded that a cost may be


def falls(recorded: Mapping[str, float], costs: Mapping[str, float]) -> list[str]:
    """A line for each cost that is more than twice the recorded, or that is in one of the two alone."""
    return list(told(recorded, costs))


def told(recorded: Mapping[str, float], costs: Mapping[str, float]) -> Iterator[str]:
    """The lines, in the order of the costs."""
    for name, cost in costs.items():
        if name not in recorded:
            yield f"{name}: nothing is recorded; `python -m bench.guard --record` does"
        elif cost > WORSE * recorded[name]:
            times = cost / recorded[name]
            yield f"{name}: {short(cost)}, and {short(recorded[name])} was recorded: {times:.1f} × as much"
    for name in recorded.keys() - costs.keys():
        yield f"{name}: recorded, and measured no longer"
