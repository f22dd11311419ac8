"""Opening posts that are about the same as a text."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from itertools import islice

from sqlalchemy import select

from forum.extensions import db
from forum.search.analysis import terms
from forum.search.engine import Hit, Scope, Search
from forum.search.postgres_engine.answering import Plan, best_first, by_relevance, inside, matching
from forum.search.postgres_engine.compile import HELD, either, meets
from forum.search.postgres_engine.ranking import weights
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.vectors import quoted

KEY_TERMS = 10  # that tell what a text is about
LIKELY = 30  # terms that are counted, to choose them from
LONGEST = 400  # terms of a text that are looked at
POOL = 200  # openings with the most of what is rare, that are ranked


def alike(text: str, scope: Scope, limit: int, language: str, statistics: Statistics) -> Sequence[Hit]:
    """The opening posts that share most of what is rare in a text."""
    keys = key_terms(text, language, statistics)
    if not keys:
        return ()
    weighted = weights((frozenset([key]) for key in keys), statistics)
    where = [HELD.opening, meets(either(keys, "")), *inside(scope)]
    search = Search(None, scope, language=language)
    plan = Plan(where, weighted, weighted)
    ranked = by_relevance(matching(search, plan, max(POOL, limit)), plan, statistics, search)
    best = (
        select(ranked.c.post_id, ranked.c.thread_id, ranked.c.score)
        .order_by(*best_first(ranked))
        .limit(limit)
    )
    return [Hit(*row) for row in db.session.execute(best)]


def key_terms(text: str, language: str, statistics: Statistics) -> list[str]:
    """The terms of a text that are often in it, and in few posts but not in none."""
    counts = Counter(quoted(term.text) for term in islice(terms(text, language), LONGEST))
    likely = nlargest(LIKELY, counts, key=lambda term: counts[term] * statistics.guess(term))
    held = statistics.frequencies(likely)
    known = (term for term in likely if held[term])
    return nlargest(KEY_TERMS, known, key=lambda term: counts[term] * statistics.weight(term))
