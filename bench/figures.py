"""What was measured: a figure beside its goal, and the rounds that it comes from."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line of the report. `low` and `high` are the least and the most of the rounds.

    `goal` is what the value should be at least (`at_least`) or at most, in `unit`.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.goal is None:
            return None
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def row(self) -> dict[str, Any]:
        """The figure for bench/results.json."""
        return {**asdict(self), "met": self.met}

    def line(self) -> str:
        """The figure as a line of text."""
        spread = f" ({short(self.low)}–{short(self.high)})" if self.low != self.high else ""
        if self.goal is None:
            return f"{self.name}: {short(self.value)}{spread} {self.unit}".rstrip()
        goal = f"goal {'≥' if self.at_least else '≤'} {short(self.goal)}"
        verdict = "met" if self.met else "NOT MET"
        return f"{self.name}: {short(self.value)}{spread} {self.unit}, {goal}: {verdict}"


def figure(name: str, values: Sequence[float], unit: str, goal: float | None = None, **more: Any) -> Figure:
    """The median of what the rounds gave, with its spread."""
    return Figure(name, statistics.median(values), min(values), max(values), unit, goal, **more)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def short(value: float) -> str:
    """A number with as many digits as say something."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
