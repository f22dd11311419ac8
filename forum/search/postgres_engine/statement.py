"""The statement of a search: it finds, counts and ranks at once, so that the answer is of one moment.

Posts that meet the conditions are taken first, at most so many, those before others that the order or their
kind puts there (MATERIALIZED: else a rare word in order of date has PostgreSQL walk through all dates), and
without their vectors. Vectors are read of the first of these alone, which are ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from forum.debates.models import Post
from forum.search.postgres_engine import facets
from forum.search.postgres_engine.conditions import HELD, Condition, among, clause
from forum.search.postgres_engine.ordering import OF_THREADS, date, first, place, source
from forum.search.postgres_engine.ranking import prior, score
from forum.search.postgres_engine.table import DOCUMENTS, FORMAT
from forum.search.shortening import OF_A_THREAD

RANKED = 500  # posts that are ranked, at most
KEPT = 256  # statements
NARROW = [column for column in HELD if column.name not in ("vector", "format")]
# Posts that changed since they were indexed: what is hidden, moved or removed changes, and so is left out
# before the index hears of it.
BEHIND = select(Post.id).where(Post.indexed_revision < Post.revision)


@dataclass(frozen=True)
class Shape:
    """What a search is apart from its values: one statement each.

    `ranked`: words have a say in the order. `optional`: posts with the rarest of the words come first.
    `most`: posts that are taken, at most. `best`: of these, so many are found; 0: all. `behind`: some posts
    are left out by their ids.
    """

    where: tuple[Condition, ...]
    order: str
    most: int
    ranked: bool
    optional: bool = False
    best: int = 0
    behind: bool = False
    threads: bool = False
    facets: bool = False


@lru_cache(maxsize=KEPT)
def answer(shape: Shape) -> CompoundSelect[tuple[object, ...]]:
    """Totals, hits and facets as rows: what they are, a name, two numbers, and a score."""
    matched = matching(shape)
    scored = scoring(shape, matched)
    if shape.best:
        matched = scored = materialized(
            select(scored).order_by(*best_first(scored)).limit(shape.best), "best"
        )
    rows = [totals(matched), hits(shape, matched, scored), *(facets.facets(matched) if shape.facets else ())]
    return union_all(*rows)


@lru_cache(maxsize=KEPT)
def nearest(shape: Shape) -> Select[int, int, float]:
    """The best posts alone, at most `limit` of them, with their threads and scores."""
    scored = scoring(shape, matching(shape))
    query = select(scored.c.post_id, scored.c.thread_id, scored.c.score).order_by(*best_first(scored))
    return query.limit(bindparam("limit", type_=Integer))


def matching(shape: Shape) -> CTE:
    """The posts that meet the conditions: first those that should be among the `most`."""
    order = first(shape.order)
    found: FromClause = source(shape.order)
    if shape.order == "relevance" and shape.ranked:
        order = [HELD.opening.desc(), *order]
    if shape.order == "relevance" and shape.optional:
        worth = prior("optional")
        found = found.outerjoin(worth, worth.c.post_id == HELD.post_id)
        order = [func.coalesce(worth.c.worth, 0).desc(), *order]
    places = [place(shape.order).label("place")] if shape.order in OF_THREADS else []
    query = select(*NARROW, *places).select_from(found).where(*map(clause, shape.where), *inside(shape))
    return materialized(query.order_by(*order).limit(shape.most), "matched")


def inside(shape: Shape) -> Sequence[ColumnElement[bool]]:
    """In groups where the reader may look, and not changed since it was indexed."""
    told = [~among(HELD.post_id)("behind")] if shape.behind else []
    return [HELD.format == FORMAT, among(HELD.group_id)("groups"), HELD.post_id.not_in(BEHIND), *told]


def scoring(shape: Shape, matched: CTE) -> CTE | FromClause:
    """The posts found with their scores: what is not among the first comes after what is ranked."""
    if not shape.ranked:
        value = matched.c.place if shape.order in OF_THREADS else date(shape.order, matched)
        return select(matched, value.label("score")).subquery("scored")
    ranked = ranking(matched)
    value = func.coalesce(ranked.c.score, 0.0)
    if shape.order in OF_THREADS:
        value = matched.c.place + value / (value + 1)
    both = matched.outerjoin(ranked, ranked.c.post_id == matched.c.post_id)
    return materialized(select(matched, value.label("score")).select_from(both), "scored")


def ranking(matched: CTE) -> CTE:
    """The scores of the first of the posts. `||` fetches each vector once, not for each of its terms."""
    some = select(
        matched.c.post_id, matched.c.length, matched.c.created, matched.c.opening, matched.c.language
    )
    one = some.limit(RANKED).subquery()
    whole = HELD.vector.op("||")(cast(literal("", Text), TSVECTOR)).label("vector")
    query = select(one, whole).select_from(one.join(DOCUMENTS, HELD.post_id == one.c.post_id))
    fetched = materialized(query, "fetched")
    return materialized(select(fetched.c.post_id, score("terms", fetched).label("score")), "ranked")


def materialized(query: Select[tuple[object, ...]], name: str) -> CTE:
    return query.cte(name).prefix_with("MATERIALIZED")


def best_first(scored: FromClause, sign: int = 1) -> list[ColumnElement[object]]:
    return [scored.c.score.desc(), (sign * scored.c.post_id).desc()]


def totals(matched: FromClause) -> Select[tuple[object, ...]]:
    """How many posts and threads there are, as a row of the answer."""
    threads = func.count(func.distinct(matched.c.thread_id))
    return select(literal("totals", Text), cast(null(), Text), func.count(), threads, cast(null(), Float))


def hits(shape: Shape, matched: FromClause, scored: FromClause) -> Select[tuple[object, ...]]:
    """The best posts, as rows of the answer; if there are too many, some of each thread if that is asked.

    Bound are `limit` and `given`, which is `limit` or, with threads, some times that.
    """
    best = best_first(scored, -1 if shape.order == "oldest" else 1)
    nth = func.row_number().over(partition_by=scored.c.thread_id, order_by=best)
    some = select(scored.c.post_id, scored.c.thread_id, scored.c.score, nth.label("nth")).subquery()
    counted = select(func.count()).select_from(matched).scalar_subquery()
    query = select(literal("hit", Text), cast(null(), Text), some.c.post_id, some.c.thread_id, some.c.score)
    if shape.threads:
        query = query.where((some.c.nth <= OF_A_THREAD) | (counted <= bindparam("limit", type_=Integer)))
    ordered = query.order_by(*best_first(some, -1 if shape.order == "oldest" else 1))
    return select(ordered.limit(bindparam("given", type_=Integer)).subquery())
