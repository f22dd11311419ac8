"""Search: what each kind of query takes, what an index costs, and how soon a reply is found; both engines."""

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
    found = []
    for place in PLACES:
        with place(plan.searched) as there:
            for measure in (built, speed, pages, following):
                found += measure(there, plan)
    return found
