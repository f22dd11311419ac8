"""Search: what each kind of query takes, what an index costs, and how soon a reply is found; both engines."""

from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.plan import Plan
from bench.search.building import built
from bench.search.following import following
from bench.search.pages import pages
from bench.search.places import PLACES
from bench.search.speed import speed


def searching(folder: Path, plan: Plan) -> list[Figure]:
    """The figures of each engine, on a community of its own."""
    del folder
    return [figure for engine in PLACES for figure in measured(engine, plan)]


def measured(engine: str, plan: Plan) -> Iterator[Figure]:
    """The figures of one engine, each as soon as it is taken."""
    with PLACES[engine](plan.searched) as there:
        for measure in (built, speed, pages, following):
            yield from measure(there, plan)
