"""Opening posts that are about the same as a text."""

from collections import Counter
from collections.abc import Sequence
from heapq import nlargest
from itertools import islice

from forum.extensions import db
from forum.search.analysis import terms
from forum.search.analysis.subject import tells
from forum.search.engine import Hit, Scope
from forum.search.postgres_engine.answering import within
from forum.search.postgres_engine.compile import either
from forum.search.postgres_engine.conditions import Test, named
from forum.search.postgres_engine.ranking import bound, weights
from forum.search.postgres_engine.statement import Shape, nearest
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
    shape = Shape(
        (Test("words of openings", 0),),
        "relevance",
        most=max(POOL, limit),
        ranked=True,
        optional=True,
        behind=bool(scope.behind),
    )
    told = {
        named(0): either(keys, ""),
        **within(scope),
        **bound("terms", weighted),
        **bound("optional", weighted),
        "average": statistics.average_length,
        "language": language,
        "limit": limit,
    }
    return [Hit(*row) for row in db.session.execute(nearest(shape), told)]


def key_terms(text: str, language: str, statistics: Statistics) -> list[str]:
    """The terms of a text that are often in it, and in few posts but not in none."""
    telling = (term.text for term in islice(terms(text, language), LONGEST) if tells(term.text, language))
    counts = Counter(map(quoted, telling))
    likely = nlargest(LIKELY, counts, key=lambda term: counts[term] * statistics.guess(term))
    held = statistics.frequencies(likely)
    known = (term for term in likely if held[term])
    return nlargest(KEY_TERMS, known, key=lambda term: counts[term] * statistics.weight(term))
