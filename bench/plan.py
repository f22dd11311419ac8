"""How long and how often things are measured."""

from dataclasses import dataclass

from bench.community import Size


@dataclass(frozen=True)
class Plan:
    """Rounds of so many seconds each, and the communities."""

    rounds: int
    seconds: float
    texts: int
    queries: int
    every: int  # one of how many judged questions
    usual: Size
    small: Size
    large: Size
    searched: Size


WHOLE = Plan(
    rounds=5,
    seconds=5,
    texts=60,
    queries=40,
    every=1,
    usual=Size(200, 2_000, 50_000, 5_000),
    small=Size(200, 200, 1_000, 200),
    large=Size(200, 4_000, 100_000, 5_000),
    searched=Size(200, 4_000, 100_000, 5_000),
)
QUICK = Plan(
    rounds=2,
    seconds=2,
    texts=20,
    queries=8,
    every=12,
    usual=Size(200, 300, 5_000, 500),
    small=Size(200, 200, 1_000, 200),
    large=Size(200, 1_000, 20_000, 2_000),
    searched=Size(200, 300, 5_000, 500),
)
