"""The best posts looked at more closely: how near the words of the query stand to one another in them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Integer, Text, any_, bindparam, column, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from forum.extensions import db
from forum.search.engine import Hit
from forum.search.postgres_engine.conditions import HELD, among
from forum.search.postgres_engine.ranking import Weights
from forum.search.postgres_engine.table import DOCUMENTS
from forum.search.postgres_engine.vectors import unquoted
from forum.search.ranking import CANDIDATES, nearness

NOWHERE: frozenset[int] = frozenset()
Standing = dict[str, set[int]]

ONE = (
    func.unnest(HELD.vector)
    .table_valued(column("lexeme", Text), column("positions", ARRAY(Integer)))
    .lateral("one")
)
PLACES = (
    select(HELD.post_id, ONE.c.lexeme, ONE.c.positions)
    .select_from(DOCUMENTS.join(ONE, true()))
    .where(among(HELD.post_id, "posts"), ONE.c.lexeme == any_(bindparam("terms", type_=ARRAY(Text))))
)


def look_closer(best: Sequence[Hit], weighted: Weights) -> list[Hit]:
    """The hits, the first of them raised by how near the words stand to one another."""
    if len(weighted) < 2 or not best:
        return list(best)
    terms = {unquoted(term) for of_place in weighted for term in of_place}
    stands = standing([hit.post_id for hit in best[:CANDIDATES]], terms)
    says = list(weighted.values())
    raised = []
    for hit in best[:CANDIDATES]:
        there = stands[hit.post_id]
        places = [set().union(*(there.get(unquoted(term), NOWHERE) for term in terms)) for terms in weighted]
        raised.append(hit._replace(score=hit.score + nearness(places, says)))
    return [*sorted(raised, key=lambda hit: -hit.score), *best[CANDIDATES:]]


def standing(posts: Sequence[int], terms: set[str]) -> dict[int, Standing]:
    """Where each of the terms stands in each of the posts."""
    found: dict[int, Standing] = defaultdict(dict)
    for post, lexeme, positions in db.session.execute(PLACES, {"posts": posts, "terms": sorted(terms)}):
        found[post][lexeme] = set(positions or ())
    return found
