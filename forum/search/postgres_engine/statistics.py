"""What ranking has to know of the whole index: how many posts there are, how long, and how many have a word.

The planner's own statistics know the commonest words; the others are in few posts, which are counted. Nothing
is kept up to date beside the index, so nothing is waited for when posts go in.
"""

import time
from collections.abc import Iterable, Sequence
from math import log

from sqlalchemy import Float, Select, Text, bindparam, cast, column, func, literal, select, table, true
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from forum.extensions import db
from forum.search.postgres_engine.table import DOCUMENTS, NAME
from forum.search.postgres_engine.vectors import quoted

AGE = 60.0  # seconds after which they are taken again
COUNTED = 10_000  # posts with a word that are counted
LEAST = 0.1
SAMPLE = 20_000  # posts whose length is looked at

PLANNED = table(
    "pg_stats",
    column("schemaname"),
    column("tablename"),
    column("attname"),
    column("most_common_elems"),
    column("most_common_elem_freqs"),
)
RELATIONS = table("pg_class", column("oid"), column("reltuples"))


class Statistics:
    """The index as it was a moment ago."""

    def __init__(self) -> None:
        self.taken = time.monotonic()
        self.count, self.average_length, common = seen()
        self.posts = {quoted(text): round(share * self.count) for text, share in common.items()}

    @property
    def is_old(self) -> bool:
        return time.monotonic() > self.taken + AGE

    def frequency(self, query: str) -> int:
        """In how many posts a term or a prefix is."""
        return self.frequencies([query])[query]

    def frequencies(self, queries: Iterable[str]) -> dict[str, int]:
        """In how many posts each of these terms is, as far as COUNTED."""
        asked = list(dict.fromkeys(queries))
        unknown = [query for query in asked if query not in self.posts]
        if unknown:
            self.posts.update(counts(unknown))
        return {query: self.posts[query] for query in asked}

    def weight(self, query: str) -> float:
        """What a term is worth: the more, the fewer posts hold it."""
        return worth(self.count, self.frequency(query))

    def guess(self, query: str) -> float:
        """What a term is worth, without looking: what is not among the commonest is in few posts."""
        return worth(self.count, self.posts.get(query, 0))


def worth(count: int, held: int) -> float:
    """What a term that so many of the posts hold says of one of them (BM25)."""
    return max(log(max(count, 1) / (held + 1)) + 1, LEAST)


def counts(queries: Sequence[str]) -> dict[str, int]:
    """How many posts meet each tsquery, as far as COUNTED."""
    return {query: number for query, number in db.session.execute(HOLDING, {"queries": queries})}  # noqa: C416


def holding() -> Select[str, int]:
    asked = (
        func.unnest(bindparam("queries", type_=ARRAY(Text)))
        .table_valued(column("query", Text), name="asked")
        .render_derived()
    )
    meets = DOCUMENTS.c.vector.bool_op("@@")(cast(asked.c.query, TSQUERY))
    some = select(DOCUMENTS.c.post_id).where(meets).correlate(asked).limit(COUNTED).subquery().lateral()
    return select(asked.c.query, select(func.count()).select_from(some).scalar_subquery())


HOLDING = holding()


def seen() -> tuple[int, float, dict[str, float]]:
    """How many posts the index holds, how long they are, and the commonest terms with their shares.

    Of a large index the planner knows the first and the last, and of the lengths a part is looked at.
    """
    held = select(RELATIONS.c.reltuples).where(RELATIONS.c.oid == func.to_regclass(NAME)).scalar_subquery()
    share = func.least(100, 100 * SAMPLE / func.greatest(held, 1))
    part = DOCUMENTS.tablesample(func.system(share))
    planned = select(
        cast(cast(PLANNED.c.most_common_elems, Text), ARRAY(Text)).label("terms"),
        cast(PLANNED.c.most_common_elem_freqs, ARRAY(Float)).label("shares"),
    ).where(
        PLANNED.c.schemaname == func.current_schema(),
        PLANNED.c.tablename == literal(NAME),
        PLANNED.c.attname == literal("vector"),
    )
    sizes = select(func.count().label("count"), func.avg(part.c.length).label("length")).subquery()
    common = planned.subquery()
    count, length, planner, terms, shares = db.session.execute(
        select(sizes.c.count, sizes.c.length, held, common.c.terms, common.c.shares).select_from(
            sizes.outerjoin(common, true())
        )
    ).one()
    shared = dict(zip(terms or (), shares or (), strict=False))  # behind the shares stand their extremes
    return max(count, round(planner) if planner > SAMPLE else 0), float(length or 1) or 1.0, shared
