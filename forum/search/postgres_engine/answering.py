"""From what is asked to the answer: one statement finds, counts and ranks, so that it is of one moment.

Posts that meet the conditions are taken first, at most COUNTED of them, those before others that the order or
their kind puts there (MATERIALIZED: else a rare word in order of date has PostgreSQL walk through all dates).
The first of these are ranked, then the best given out. Vectors are read of those alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    FromClause,
    Select,
    Text,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from forum.debates.models import Post
from forum.extensions import db
from forum.search.engine import FACETS, Found, Hit, Scope, Search
from forum.search.postgres_engine import facets
from forum.search.postgres_engine.compile import HELD, Compiler, among
from forum.search.postgres_engine.nearness import look_closer
from forum.search.postgres_engine.ordering import OF_THREADS, place, sign, source
from forum.search.postgres_engine.ranking import Weights, optional, prior, score, scoring_places, weights
from forum.search.postgres_engine.relaxing import most_of
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.table import FORMAT

COUNTED = 10_000  # posts that are counted, at most
RANKED = 2_000  # of them are ranked
OF_A_THREAD = 3  # posts that are kept of each of the first threads where there are too many to keep all
FIRST = 100
POOL = 400  # posts that have but some of the words, those worth most, that are ranked
MOST_RELAXED = 100  # and of these only the best are given
Where = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Plan:
    """Which posts, and in what order: by the weights of their terms if there are any."""

    where: Where
    weighted: Weights
    optional: Weights


def found(search: Search, statistics: Statistics) -> Found:
    """All words first; where they find nothing, most of them, the best first whatever the order."""
    compiler = Compiler(statistics.frequency, search.language)
    plan = planned(search, compiler, statistics)
    if plan is None:
        return Found(())
    answer = answered(search, plan, statistics)
    if answer.posts or not search.relax:
        return answer
    loose = most_of(search.tree, compiler)
    if loose is None:
        return answer
    relaxed = replace(search, tree=loose, order="relevance", threads=False)
    plan = planned(relaxed, compiler, statistics)
    assert plan is not None
    answer = answered(relaxed, plan, statistics, best=MOST_RELAXED)
    return replace(answer, relaxed=bool(answer.hits))


def planned(search: Search, compiler: Compiler, statistics: Statistics) -> Plan | None:
    """What is asked as conditions; None if there is nothing to look for."""
    where = compiler.where(search.tree) if search.tree is not None else []
    if where is None:
        return None
    weighted = weights(scoring_places(search.tree, compiler), statistics)
    maybe = weights(optional(search.tree, compiler), statistics)
    return Plan([*where, *inside(search.scope)], weighted, maybe)


def inside(scope: Scope) -> Where:
    """In groups where the reader may look, and not changed since it was indexed: what is hidden, moved or
    removed changes, and so is left out before the index hears of it."""
    behind = select(Post.id).where(Post.indexed_revision < Post.revision)
    told = [~among(HELD.post_id, scope.behind)] if scope.behind else []
    return [HELD.format == FORMAT, among(HELD.group_id, scope.groups), HELD.post_id.not_in(behind), *told]


def answered(search: Search, plan: Plan, statistics: Statistics, best: int = 0) -> Found:
    """What is found. With `best`, so many are found in all."""
    matched = matching(search, plan, POOL if best else COUNTED + 1)
    ranked = by_relevance(matched, plan, statistics, search) if is_ranked(search, plan) else matched
    if best:
        matched = ranked = materialized(select(ranked).order_by(*best_first(ranked)).limit(best), "best")
    rows = [
        totals(matched),
        hits(search, matched, ranked),
        *(facets.facets(matched) if search.facets else ()),
    ]
    return read(search, plan, db.session.execute(union_all(*rows)).all())


def is_ranked(search: Search, plan: Plan) -> bool:
    """Whether the words have a say in the order: in those of threads, among the posts of each."""
    return bool(plan.weighted) and search.order not in ("newest", "oldest")


def matching(search: Search, plan: Plan, most: int) -> CTE:
    """The posts that meet the conditions, and their places: first those that should be among the `most`."""
    where = place(search.order).label("place")
    tie = (sign(search.order) * HELD.post_id).label("tie")
    first: list[ColumnElement[Any]] = [where.desc(), tie.desc()]
    found = source(search.order)
    if search.order == "relevance" and plan.weighted:
        first = [HELD.opening.desc(), *first]
    if search.order == "relevance" and plan.optional:
        worth = prior(plan.optional)
        found = found.outerjoin(worth, worth.c.post_id == HELD.post_id)
        first = [func.coalesce(worth.c.worth, 0).desc(), *first]
    query = (
        select(*HELD, where, place(search.order).label("score"), tie).select_from(found).where(*plan.where)
    )
    return materialized(query.order_by(*first).limit(most), "matched")


def by_relevance(matched: CTE, plan: Plan, statistics: Statistics, search: Search) -> CTE:
    """The first of the posts with their scores. `||` fetches each vector once, not for each of its terms."""
    whole = matched.c.vector.op("||")(cast(literal("", Text), TSVECTOR))
    kept = [column for column in matched.c if column.name not in ("vector", "score")]
    fetched = materialized(select(*kept, whole.label("vector")).limit(RANKED), "fetched")
    scores = score(plan.weighted, statistics, fetched, search.language)
    if search.order in OF_THREADS:
        scores = fetched.c.place + scores / (scores + 1)
    return materialized(select(*(fetched.c[column.name] for column in kept), scores.label("score")), "ranked")


def materialized(query: Select[tuple[object, ...]], name: str) -> CTE:
    return query.cte(name).prefix_with("MATERIALIZED")


def best_first(ranked: FromClause) -> list[ColumnElement[object]]:
    return [ranked.c.score.desc(), ranked.c.tie.desc()]


def totals(matched: CTE) -> Select[tuple[object, ...]]:
    """How many posts and threads there are, as a row of the answer."""
    threads = func.count(func.distinct(matched.c.thread_id))
    return select(literal("totals", Text), cast(null(), Text), func.count(), threads, cast(null(), Float))


def hits(search: Search, matched: CTE, ranked: CTE) -> Select[tuple[object, ...]]:
    """The best posts, as rows of the answer; if there are too many, some of each thread if that is asked."""
    nth = func.row_number().over(partition_by=ranked.c.thread_id, order_by=best_first(ranked))
    some = select(ranked, nth.label("nth")).subquery()
    counted = select(func.count()).select_from(matched).scalar_subquery()
    query = select(literal("hit", Text), cast(null(), Text), some.c.post_id, some.c.thread_id, some.c.score)
    if search.threads:
        query = query.where((some.c.nth <= OF_A_THREAD) | (counted <= search.limit))
    most = OF_A_THREAD * search.limit if search.threads else search.limit
    best = query.order_by(*best_first(some)).limit(most).subquery()
    return select(best)


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
        best = list(some_of_each_thread(best, search.limit))
    return Found(
        best,
        posts=min(posts, COUNTED),
        threads=threads,
        capped=posts > search.limit,
        uncounted=posts > COUNTED,
        facets={name: sorted(counts, key=lambda one: (-one[1], one[0])) for name, counts in counted.items()},
    )


def some_of_each_thread(best: Iterable[Hit], limit: int) -> Iterator[Hit]:
    """The best of each thread, fewer of the later ones, until there is one thread more than `limit`."""
    left: dict[int, int] = {}
    for hit in best:
        if len(left) > limit:
            break
        if left.setdefault(hit.thread_id, OF_A_THREAD if len(left) < FIRST else 1):
            left[hit.thread_id] -= 1
            yield hit
