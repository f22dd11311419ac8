"""How the posts found are spread over kinds, groups, tags, people and years."""

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Float,
    Select,
    Text,
    cast,
    extract,
    func,
    literal,
    null,
    select,
)

from forum.search.engine import KINDS

MOST = 20  # values of a facet


def facets(found: CTE) -> list[Select[tuple[object, ...]]]:
    """Of each facet the commonest values and their counts, as rows of an answer."""
    year = cast(extract("year", found.c.day), Text)
    return [
        counts("kind", found.c.kind, found.c.kind.in_(KINDS)),
        counts("group", cast(found.c.group_id, Text), found.c.group_id != 0),
        counts("tag", func.unnest(found.c.tags)),
        counts("author", found.c.author),
        counts("year", year),
    ]


def counts(name: str, value: ColumnElement[str], *where: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """The commonest values, those of equal counts by name."""
    values = select(value.label("value")).where(*where).subquery()
    count = func.count()
    commonest = (
        select(values.c.value, count.label("count"))
        .group_by(values.c.value)
        .order_by(count.desc(), values.c.value.collate("C"))
        .limit(MOST)
        .subquery()
    )
    return select(
        literal(name, Text),
        commonest.c.value,
        commonest.c.count,
        cast(null(), BigInteger),
        cast(null(), Float),
    )
