"""From what is asked to the answer: the values of a search, the statement of its shape, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from forum.extensions import db
from forum.search.engine import FACETS, Found, Hit, Scope, Search
from forum.search.postgres_engine.compile import Compiler
from forum.search.postgres_engine.conditions import Condition, known
from forum.search.postgres_engine.nearness import look_closer
from forum.search.postgres_engine.ordering import sign
from forum.search.postgres_engine.ranking import Weights, bound, optional, scoring_places, weights
from forum.search.postgres_engine.statement import Shape, answer
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.vectors import quoted
from forum.search.relaxing import MOST_RELAXED, most_of
from forum.search.shortening import OF_A_THREAD, some_of_each_thread

COUNTED = 10_000  # posts that are counted, at most
POOL = 400  # posts that have but some of the words, those worth most, that are ranked
BY_DATE = ("newest", "oldest")


@dataclass(frozen=True)
class Plan:
    """Which posts, and in what order: by the weights of their terms if there are any."""

    where: tuple[Condition, ...]
    values: dict[str, Any]
    weighted: Weights
    optional: Weights


def found(search: Search, statistics: Statistics) -> Found:
    """All words first; where they find nothing, most of them, the best first whatever the order."""
    plan = planned(search, statistics)
    if plan is None:
        return Found(())
    all_of = answered(search, plan, statistics)
    if all_of.posts or not search.relax:
        return all_of
    loose = most_of(search.tree, search.language, lambda term: statistics.frequency(quoted(term)))
    if loose is None:
        return all_of
    relaxed = replace(search, tree=loose, order="relevance", threads=False)
    plan = planned(relaxed, statistics)
    assert plan is not None
    some_of = answered(relaxed, plan, statistics, best=MOST_RELAXED)
    return replace(some_of, relaxed=bool(some_of.hits))


def planned(search: Search, statistics: Statistics) -> Plan | None:
    """What is asked as conditions; None if there is nothing to look for."""
    compiler = Compiler(statistics.frequency, search.language)
    where = compiler.where(search.tree) if search.tree is not None else []
    if where is None:
        return None
    weighted = weights(scoring_places(search.tree, compiler), statistics)
    maybe = weights(optional(search.tree, compiler), statistics)
    return Plan(tuple(where), compiler.bound, weighted, maybe)


def answered(search: Search, plan: Plan, statistics: Statistics, best: int = 0) -> Found:
    """What is found. With `best`, so many are found in all."""
    shape = Shape(
        plan.where,
        search.order,
        most=POOL if best else COUNTED + 1,
        ranked=bool(plan.weighted) and search.order not in BY_DATE,
        optional=bool(plan.optional),
        best=best,
        behind=bool(search.scope.behind),
        threads=search.threads,
        facets=search.facets,
    )
    return read(search, plan, db.session.execute(answer(shape), values(search, plan, statistics)).all())


def values(search: Search, plan: Plan, statistics: Statistics) -> dict[str, Any]:
    """What the statement of a search is told."""
    return {
        **plan.values,
        **within(search.scope),
        **bound("terms", plan.weighted),
        **bound("optional", plan.optional),
        "average": statistics.average_length,
        "language": search.language,
        "limit": search.limit,
        "given": search.limit * (OF_A_THREAD if search.threads else 1),
    }


def within(scope: Scope) -> dict[str, list[int]]:
    """Where the reader may look, as a statement is told."""
    return {"groups": known(scope.groups), "behind": known(scope.behind)}


def read(search: Search, plan: Plan, rows: Iterable[Any]) -> Found:
    """The rows of an answer as what was found."""
    ranked: list[tuple[float, int, Hit]] = []
    counted: dict[str, list[tuple[str, int]]] = {name: [] for name in FACETS} if search.facets else {}
    posts = threads = 0
    for what, name, first, second, value in rows:
        if what == "hit":
            ranked.append((-value, -sign(search.order) * first, Hit(first, second, value)))
        elif what == "totals":
            posts, threads = first, second
        else:
            counted[what].append((str(name), first))
    best = [hit for *_, hit in sorted(ranked)]
    if search.order == "relevance":
        best = look_closer(best, plan.weighted)
    if posts > search.limit and search.threads:
        best = list(some_of_each_thread(best, lambda hit: hit.thread_id, search.limit))
    return Found(
        best,
        posts=min(posts, COUNTED),
        threads=threads,
        capped=posts > search.limit,
        uncounted=posts > COUNTED,
        facets={name: sorted(counts, key=lambda one: (-one[1], one[0])) for name, counts in counted.items()},
    )
