"""What the engine alone takes of each kind of query, and the memory of a process that has the index open."""

import json

from bench.figures import Figure, figure, percentile
from bench.plan import Plan
from bench.search.places import Place

# Milliseconds that 95 of 100 queries may take at 100,000 posts: SEARCH.md.
GOALS = {
    "whoosh": {
        "a common word": 50,
        "a rare word": 50,
        "three words": 50,
        "any of six words": 150,
        "a phrase": 50,
    },
    "postgres": {"three words": 15},
}
GROWTH = 0.05  # of the index's size, that opening it may add to a process


def speed(there: Place, plan: Plan) -> list[Figure]:
    """Milliseconds by kind: 50, 95 and 99 of 100 take no longer. Megabytes."""
    told = json.loads(there.command("bench.search.asking", str(plan.queries)))
    goals = GOALS[there.engine]
    lines = [
        by_kind(f"{there.engine}: {kind}", taken, goals.get(kind)) for kind, taken in told["times"].items()
    ]
    goal = told["size"] * GROWTH if there.engine == "whoosh" else None
    return [
        *lines,
        figure(f"{there.engine}: opening the index adds", [told["opened"]], "MB", goal),
        figure(f"{there.engine}: a process that has searched", [told["whole"]], "MB"),
    ]


def by_kind(name: str, taken: list[float], goal: float | None) -> Figure:
    """A kind of query: what 95 of 100 take, between 50 and 99 of 100."""
    p50, p95, p99 = (percentile(taken, share) for share in (0.5, 0.95, 0.99))
    return Figure(f"{name}, 95 of 100 (50–99)", p95, p50, p99, "ms", goal)
