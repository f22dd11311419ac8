"""What is looked for in the index: terms and columns, joined."""

from collections.abc import Iterator
from dataclasses import dataclass

Place = frozenset[str]


@dataclass(frozen=True)
class Row:
    """Places together and in order, at each any one of its terms; often just one. `field`: text, title."""

    places: tuple[Place, ...]
    field: str = "text"


@dataclass(frozen=True)
class Having:
    """Documents with one of these values, as postings of a field: author, tag."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Among:
    """Documents whose number in a column is one of these."""

    column: str
    numbers: frozenset[int] | range


@dataclass(frozen=True)
class All:
    """All of the parts, and none of the unwanted ones. No parts: everything."""

    parts: "tuple[Plan, ...]"
    unwanted: "tuple[Plan, ...]" = ()


@dataclass(frozen=True)
class Some:
    """Any of the parts."""

    parts: "tuple[Plan, ...]"


Plan = Row | Having | Among | All | Some


def scoring_places(plan: Plan | None) -> list[Place]:
    """The places that speak for a post, each once, in the widest of its readings."""
    places = list(dict.fromkeys(wanted_places(plan)))
    return [place for place in places if place and not any(place < other for other in places)]


def wanted_places(plan: Plan | None) -> Iterator[Place]:
    if isinstance(plan, Row):
        yield from plan.places
    elif isinstance(plan, All | Some):
        for part in plan.parts:
            yield from wanted_places(part)
