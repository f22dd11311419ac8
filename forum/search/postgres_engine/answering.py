"""From what is asked to the answer: the values of a search, the statement of its shape, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forum.extensions import db
from forum.search.engine import FACETS, Found, Hit, Scope, Search
from forum.search.postgres_engine.compile import Compiler
from forum.search.postgres_engine.conditions import Condition, known
from forum.search.postgres_engine.expecting import at_most, led, rarest
from forum.search.postgres_engine.nearness import look_closer
from forum.search.postgres_engine.ordering import OF_THREADS, sign
from forum.search.postgres_engine.ranking import Weights, bound, optional, scoring_places, weights
from forum.search.postgres_engine.statement import OPENINGS, Shape, answer, met
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.vectors import quoted
from forum.search.query import Node
from forum.search.relaxing import MOST_RELAXED, most_of
from forum.search.shortening import OF_A_THREAD, some_of_each_thread

COUNTED = 1_000  # posts that are counted, at most
SPREAD = 2_000  # posts that are counted where facets are asked, unless there are so many that the newest do
POOL = 300  # posts that have but some of the words, those worth most, that are ranked
BY_DATE = ("newest", "oldest")
MANY = 5_000  # posts, of which the newest may be found faster by looking at one after the other
PROBED = 1_000  # of the newest posts, looked at to see how many of all posts would be found
MARGIN = 1.5  # by how much more are looked at than should do
CHEAPER = 1.5  # how many posts are looked at in the time that it takes to fetch and sort one


@dataclass(frozen=True)
class Plan:
    """Which posts, and in what order: by the weights of their terms if there are any.

    `optional` are the terms that a post may have or not, `rare` those of them that few posts have. More than
    `expected` posts cannot be found.
    """

    where: tuple[Condition, ...]
    values: dict[str, Any]
    weighted: Weights
    optional: Weights
    rare: Weights
    expected: int


def found(search: Search, statistics: Statistics) -> Found:
    """All words first; where they find nothing, most of them, the best first whatever the order."""
    plan = planned(search, search.tree, statistics)
    if plan is None:
        return Found(())
    all_of = answered(search, plan, statistics)
    if all_of.posts or not search.relax:
        return all_of
    loose = most_of(search.tree, search.language, lambda term: statistics.frequency(quoted(term)))
    if loose is None:
        return all_of
    relaxed = replace(search, tree=loose, order="relevance", threads=False)
    plan = planned(relaxed, led(loose, search.language, statistics), statistics)
    assert plan is not None
    some_of = answered(relaxed, plan, statistics, best=MOST_RELAXED)
    return replace(some_of, relaxed=bool(some_of.hits))


def planned(search: Search, leading: Node | None, statistics: Statistics) -> Plan | None:
    """What is asked, with the conditions of the tree that leads to it; None if nothing is looked for."""
    compiler = Compiler(statistics.frequency, search.language)
    where = compiler.where(leading) if leading is not None else []
    if where is None:
        return None
    weighted = weights(scoring_places(search.tree, compiler), statistics)
    maybe = weights(optional(search.tree, compiler), statistics)
    expected = at_most(leading, compiler, statistics)
    return Plan(tuple(where), compiler.bound, weighted, maybe, rarest(maybe, statistics), expected)


def answered(search: Search, plan: Plan, statistics: Statistics, best: int = 0) -> Found:
    """What is found, of very many posts the newest. With `best`, so many are found in all."""
    shape = Shape(
        plan.where,
        search.order,
        most=POOL if best else (SPREAD if search.facets else COUNTED) + 1,
        ranked=bool(plan.weighted) and search.order not in BY_DATE,
        optional=bool(plan.rare),
        best=best,
        behind=bool(search.scope.behind),
        threads=search.threads,
        facets=search.facets,
    )
    told = values(search, plan, statistics)
    if plan.expected >= MANY and search.order not in OF_THREADS:
        some = walked(search, plan, shape, told, statistics.count)
        if some and (some.uncounted or best):
            return some
    return read(search, plan, shape, db.session.execute(answer(shape), told).all())


def walked(search: Search, plan: Plan, shape: Shape, told: Mapping[str, Any], posts: int) -> Found | None:
    """What is found among the newest of so many posts; None if that takes longer than to fetch all found."""
    most = min(shape.most, COUNTED + 1)
    shape = replace(shape, walked=True, most=most, optional=bool(plan.optional))
    share = (db.session.scalar(met(shape), {**told, "looked": PROBED}) or 0) / PROBED
    if share * share * posts * CHEAPER < most * MARGIN:
        return None
    looked = round(most * MARGIN / share)
    openings = round(looked * OPENINGS / most)
    told = {**told, "looked": looked, "openings": openings, **bound("optional", plan.optional)}
    return read(search, plan, shape, db.session.execute(answer(shape), told).all())


def values(search: Search, plan: Plan, statistics: Statistics) -> dict[str, Any]:
    """What the statement of a search is told."""
    return {
        **plan.values,
        **within(search.scope),
        **bound("terms", plan.weighted),
        **bound("optional", plan.rare),
        "average": statistics.average_length,
        "language": search.language,
        "limit": search.limit,
        "given": search.limit * (OF_A_THREAD if search.threads else 1),
    }


def within(scope: Scope) -> dict[str, list[int]]:
    """Where the reader may look, as a statement is told."""
    return {"groups": known(scope.groups), "behind": known(scope.behind)}


def read(search: Search, plan: Plan, shape: Shape, rows: Iterable[Any]) -> Found:
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
        posts=min(posts, shape.most - 1),
        threads=threads,
        capped=posts > search.limit,
        uncounted=posts == shape.most,
        facets={name: sorted(counts, key=lambda one: (-one[1], one[0])) for name, counts in counted.items()},
    )
