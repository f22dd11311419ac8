"""Which posts are ranked, and how: BM25 by words, reckoned by the database from places that it keeps.

PostgreSQL's own ranks know nothing of how rare a word is; measured, they find worse (docs/decisions). But
`ts_rank` of one word, all weights being 1, is 6/π² · (1 + 1/4 + … + 1/n²), whatever else the text holds: how
often it stands there, n, follows within a few per cent as 6/π² · r / (1 - r).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import pi
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Float,
    Text,
    bindparam,
    case,
    cast,
    column,
    extract,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, REAL, TSQUERY

from forum.search import ranking
from forum.search.postgres_engine.compile import Compiler
from forum.search.postgres_engine.conditions import HELD
from forum.search.postgres_engine.statistics import Statistics, worth
from forum.search.postgres_engine.table import DOCUMENTS
from forum.search.postgres_engine.vectors import quoted
from forum.search.query import And, InTitle, Node, Or, Phrase, Prefix, Word
from forum.search.ranking import (
    ALSO,
    HALF_LIFE,
    K1,
    OWN_LANGUAGE,
    RECENT,
    TITLE_OF_OPENING,
    TITLE_OF_REPLY,
    B,
)

# What counts of each weight: D, a further term; C, one in the title; B, a term; A, one in the title.
IN_TEXT, IN_TITLE = f"{{{ALSO},0,1,0}}", f"{{0,{ALSO},0,1}}"
IN_REPLY = f"{{{ALSO},{ALSO * TITLE_OF_REPLY},1,{TITLE_OF_REPLY}}}"
FIRST = 6 / pi**2
MOST = 0.99  # a prefix may stand for many words at once

Place = frozenset[str]  # terms any of which will do, each as a tsquery
Terms = tuple[str, ...]
Weights = Mapping[Terms, float]


def scoring_places(node: Node | None, compiler: Compiler) -> list[Place]:
    """The places that speak for a post, each once, in the widest of its readings."""
    places = list(dict.fromkeys(wanted_places(node, compiler)))
    return [place for place in places if not any(place < other for other in places)]


def wanted_places(node: Node | None, compiler: Compiler) -> Iterator[Place]:
    if isinstance(node, Prefix):
        yield frozenset(compiler.beginnings(node))
    elif isinstance(node, Word | Phrase):
        for row in compiler.rows(node):
            yield from (frozenset(map(quoted, place)) for place in row)
    elif isinstance(node, InTitle):
        yield from wanted_places(node.part, compiler)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from wanted_places(part, compiler)


def optional(node: Node | None, compiler: Compiler) -> Iterator[Place]:
    """The places that a post may have or not, and still be found."""
    if isinstance(node, Or):
        yield from wanted_places(node, compiler)
    elif isinstance(node, And):
        for part in node.parts:
            yield from optional(part, compiler)


def weights(places: Iterable[Place], statistics: Statistics) -> Weights:
    """What the terms of each place are worth, as one term; those that no post has are left out."""
    places = list(places)
    held = statistics.frequencies(term for place in places for term in sorted(place))
    made: dict[Terms, float] = {}
    for place in places:
        terms = tuple(term for term in sorted(place) if held[term])
        if terms:
            made[terms] = worth(statistics.count, sum(held[term] for term in terms))
    return made


def bound(name: str, weighted: Weights) -> dict[str, list[Any]]:
    """The terms of a name with what they are worth, as `spread` takes them."""
    terms = [(term, weight) for of_place, weight in weighted.items() for term in of_place]
    return {name: [term for term, _ in terms], f"{name}_worth": [weight for _, weight in terms]}


@cache
def terms_of(name: str) -> CTE:
    """The terms of a name with what they are worth, as rows, whatever their number; read once a statement."""
    queries = cast(bindparam(name, type_=ARRAY(Text)), ARRAY(TSQUERY))
    weights = bindparam(f"{name}_worth", type_=ARRAY(DOUBLE_PRECISION))
    columns = column("query", TSQUERY), column("weight", DOUBLE_PRECISION)
    rows = func.unnest(queries, weights).table_valued(*columns, name="terms").render_derived()
    return select(rows.c.query, rows.c.weight).cte(f"{name}_terms").prefix_with("MATERIALIZED")


def prior(name: str) -> CTE:
    """What the terms that each post has are worth, told from the index without reading the post's vector."""
    terms = terms_of(name)
    held = select(HELD.post_id, func.sum(terms.c.weight).label("worth")).select_from(
        terms.join(DOCUMENTS, HELD.vector.bool_op("@@")(terms.c.query))
    )
    return held.group_by(HELD.post_id).cte("prior")


def score(name: str, ranked: CTE) -> ColumnElement[Any]:
    """BM25 of the terms of a name in the posts of `ranked`, raised by what the posts are.

    Bound are `average`, the length of a post in terms, and the `language` of the page.
    """
    terms = terms_of(name)
    norm = K1 * (1 - B + B * ranked.c.length / bindparam("average", type_=DOUBLE_PRECISION))
    share = 1 - norm / (count_of(ranked, terms.c.query) + norm)
    words = select(func.sum(terms.c.weight * (K1 + 1) * share)).select_from(terms).correlate(ranked)
    return words.scalar_subquery() * lift(ranked)


def lift(ranked: CTE) -> ColumnElement[Any]:
    """`forum.search.ranking.lift` in the database."""
    minutes = extract("epoch", func.timezone("UTC", func.now()) - ranked.c.created) / 60
    recent = RECENT * func.power(0.5, func.greatest(minutes, 0) / HALF_LIFE)
    opening = case((ranked.c.opening, 1 + ranking.OPENING), else_=1.0)
    picked = case((ranked.c.picked, 1 + ranking.PICKED), else_=1.0)
    own = case((ranked.c.language == bindparam("language", type_=Text), 1 + OWN_LANGUAGE), else_=1.0)
    return opening * own * picked * (1 + cast(recent, Float))


def count_of(ranked: CTE, term: ColumnElement[Any]) -> ColumnElement[Any]:
    """About how often a term stands in a post: in an opening's title doubly, in a reply's hardly."""
    opening = often(ranked, term, IN_TEXT) + TITLE_OF_OPENING * often(ranked, term, IN_TITLE)
    return case((ranked.c.opening, opening), else_=often(ranked, term, IN_REPLY))


def often(ranked: CTE, term: ColumnElement[Any], of: str) -> ColumnElement[Any]:
    """About how often a term stands in the parts of a text that `of` gives a weight."""
    rank = func.ts_rank(cast(literal(of, Text), ARRAY(REAL)), ranked.c.vector, term)
    share = func.least(rank, MOST)
    return FIRST * share / (1 - share)
