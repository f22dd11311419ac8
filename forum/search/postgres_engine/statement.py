"""The statement of a search: it finds, counts and ranks at once, so that the answer is of one moment.

Posts that meet the conditions are taken first, at most so many, those before others that the order or their
kind puts there, and without their vectors: all that the index of words tells (MATERIALIZED), or, of what very
many posts meet, the newest, as they come in the order of dates (walking.py). Vectors are read of the first of
these alone, which are ranked.
"""

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

from forum.search.postgres_engine import facets
from forum.search.postgres_engine.conditions import HELD, Condition, clause, inside
from forum.search.postgres_engine.ordering import OF_THREADS, date, first, place, source
from forum.search.postgres_engine.ranking import prior, score
from forum.search.postgres_engine.table import DOCUMENTS
from forum.search.postgres_engine.walking import RANKED_BY, carried, newest
from forum.search.shortening import OF_A_THREAD

RANKED = 300  # posts that are ranked, at most
OPENINGS = 200  # of these, openings at most where very many are found
KEPT = 256  # statements


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
    walked: bool = False


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


@lru_cache(maxsize=KEPT)
def met(shape: Shape) -> Select[int]:
    """How many of the newest `looked` posts meet the conditions."""
    return select(func.count()).select_from(newest(shape.where, behind=shape.behind).subquery())


def matching(shape: Shape) -> CTE:
    """The posts that meet the conditions: first those that should be among the `most`."""
    return materialized((walked if shape.walked else whole)(shape).limit(shape.most), "matched")


def walked(shape: Shape) -> Select[tuple[object, ...]]:
    """Of the newest posts those that meet the conditions, in order; openings first where words have a say."""
    told = {"behind": shape.behind, "worth": shape.optional, "facets": shape.facets}
    if shape.order != "relevance" or not shape.ranked:
        return newest(shape.where, most=shape.most, oldest=shape.order == "oldest", **told)
    openings = newest(shape.where, most=min(OPENINGS, RANKED), opening=True, **told).subquery()
    replies = newest(shape.where, most=shape.most, opening=False, **told).subquery()
    both = select(openings).union_all(select(replies)).subquery()
    worth = [both.c.worth.desc()] if shape.optional else []
    return select(both).order_by(*worth, both.c.opening.desc(), both.c.created.desc(), both.c.post_id.desc())


def whole(shape: Shape) -> Select[tuple[object, ...]]:
    """All posts that meet the conditions, in order."""
    order = first(shape.order)
    found: FromClause = source(shape.order)
    if shape.order == "relevance" and shape.ranked:
        order = [HELD.opening.desc(), *order]
    if shape.order == "relevance" and shape.optional:
        worth = prior("optional")
        found = found.outerjoin(worth, worth.c.post_id == HELD.post_id)
        order = [func.coalesce(worth.c.worth, 0).desc(), *order]
    places = [place(shape.order).label("place")] if shape.order in OF_THREADS else []
    query = select(*carried(shape.facets), *places).select_from(found)
    return query.where(*map(clause, shape.where), *inside(HELD, behind=shape.behind)).order_by(*order)


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
    some = select(*(matched.c[name] for name in RANKED_BY if name != "thread_id"))
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

    Of a thread that has none of the posts that were ranked one is enough.

    Bound are `limit` and `given`, which is `limit` or, with threads, some times that.
    """
    best = best_first(scored, -1 if shape.order == "oldest" else 1)
    nth = func.row_number().over(partition_by=scored.c.thread_id, order_by=best)
    some = select(scored.c.post_id, scored.c.thread_id, scored.c.score, nth.label("nth")).subquery()
    counted = select(func.count()).select_from(matched).scalar_subquery()
    query = select(literal("hit", Text), cast(null(), Text), some.c.post_id, some.c.thread_id, some.c.score)
    if shape.threads:
        best_of = (some.c.nth == 1) | (some.c.nth <= OF_A_THREAD) & (some.c.score > 0)
        query = query.where(best_of | (counted <= bindparam("limit", type_=Integer)))
    ordered = query.order_by(*best_first(some, -1 if shape.order == "oldest" else 1))
    return select(ordered.limit(bindparam("given", type_=Integer)).subquery())
