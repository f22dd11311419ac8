"""From what is asked to the answer, over one state of the index."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import islice
from math import log
from time import time

from pyroaring import BitMap

from forum.search.analysis import terms
from forum.search.analysis.subject import tells
from forum.search.engine import Found, Hit, Scope, Search
from forum.search.relaxing import MOST_RELAXED, most_of
from forum.search.shortening import some_of_each_thread
from forum.search.whoosh_engine.evaluate import inside, matching
from forum.search.whoosh_engine.facets import facets_of
from forum.search.whoosh_engine.plan import All, Among, Plan, Row, Some, scoring_places
from forum.search.whoosh_engine.planning import Planner
from forum.search.whoosh_engine.scoring import Scores, best_first, scored
from forum.search.whoosh_engine.snapshot import Snapshot

OF_THREADS = ("activity", "replies")  # orders
KEY_TERMS = 10  # that tell what a text is about
LONGEST = 400  # terms of a text that are looked at


def found(snapshot: Snapshot, search: Search) -> Found:
    """All words first; where they find nothing, most of them, the best first whatever the order."""
    planner = Planner(snapshot, search.language)
    plan = planner.planned(search.tree)
    if plan is None and search.tree is not None:
        return answered(snapshot, BitMap(), search)
    numbers = inside(search.scope, snapshot, matching(plan or All(()), snapshot))
    relaxed = search.relax and not numbers
    loose = planner.planned(most_of(search.tree, search.language, planner.held("text"))) if relaxed else None
    if loose is not None:
        numbers = inside(search.scope, snapshot, matching(loose, snapshot))
        scores = by_relevance(loose, snapshot, numbers, search.language)
        best = list(islice(best_first(scores), MOST_RELAXED))
        answer = answered(snapshot, BitMap(number for _, number in best), search)
        return replace(answer, hits=hits(snapshot, best), relaxed=bool(best))
    if search.order in OF_THREADS:
        scores = by_thread(plan, snapshot, numbers, search)
    elif search.order == "relevance" and plan is not None and scoring_places(plan):
        scores = by_relevance(plan, snapshot, numbers, search.language)
    else:
        scores = by_date(snapshot, numbers, -1 if search.order == "oldest" else 1)
    some, capped = best_first(scores), len(numbers) > search.limit
    if capped and search.threads:
        threads = snapshot.column("thread_id")
        some = some_of_each_thread(some, lambda one: threads[one[1]], search.limit)
    else:
        some = islice(some, search.limit)
    return replace(answered(snapshot, numbers, search), hits=hits(snapshot, some), capped=capped)


def answered(snapshot: Snapshot, numbers: BitMap, search: Search) -> Found:
    """How many posts and threads were found, and of what kinds: the answer without its hits."""
    threads = len(set(map(snapshot.column("thread_id").__getitem__, numbers.to_array())))
    facets = facets_of(snapshot, numbers) if search.facets else {}
    return Found((), posts=len(numbers), threads=threads, facets=facets)


def alike(snapshot: Snapshot, text: str, scope: Scope, limit: int, language: str) -> Sequence[Hit]:
    """The opening posts that share most of what is rare in a text."""
    counts = Counter(term.text for term in islice(terms(text, language), LONGEST))
    held = {term: snapshot.frequency(term) for term in counts if tells(term, language)}
    speaking = (term for term in held if held[term])
    keys = nlargest(KEY_TERMS, speaking, key=lambda t: counts[t] * log(1 + snapshot.count / held[t]))
    plan = All((Some(tuple(Row((frozenset([term]),)) for term in keys)), Among("part", frozenset({1}))))
    numbers = inside(scope, snapshot, matching(plan, snapshot))
    scores = by_relevance(plan, snapshot, numbers, language)
    return hits(snapshot, islice(best_first(scores), limit))


def by_relevance(plan: Plan, snapshot: Snapshot, numbers: BitMap, language: str) -> Scores:
    """What the documents score for what is asked."""
    return scored(plan, snapshot, numbers, language, now=int(time()) // 60)


def by_date(snapshot: Snapshot, numbers: BitMap, sign: int) -> Scores:
    """Dates as scores; of the same minute, the later post is the later."""
    created, posts = snapshot.column("created"), snapshot.column("post_id")
    return {number: sign * ((created[number] << 32) + posts[number]) for number in numbers}


def by_thread(plan: Plan | None, snapshot: Snapshot, numbers: BitMap, search: Search) -> Scores:
    """Where threads stand, as scores; of the same thread, the more relevant post is better."""
    threads, places = snapshot.column("thread_id"), search.thread_places
    scores = by_relevance(plan or All(()), snapshot, numbers, search.language)
    return {n: places.get(threads[n], 0) + score / (score + 1) for n, score in scores.items()}


def hits(snapshot: Snapshot, ranked: Iterable[tuple[float, int]]) -> list[Hit]:
    """Documents as hits."""
    posts, threads = snapshot.column("post_id"), snapshot.column("thread_id")
    return [Hit(posts[number], threads[number], score) for score, number in ranked]
