"""What the documents that a plan finds score."""

from collections.abc import Iterable
from heapq import nlargest
from math import log

from forum.search import ranking
from forum.search.ranking import K1, B
from forum.search.whoosh_engine.evaluate import standing
from forum.search.whoosh_engine.plan import Place, Plan, scoring_places
from forum.search.whoosh_engine.schema import language_number
from forum.search.whoosh_engine.snapshot import LENGTHS, Snapshot

Scores = dict[int, float]
NOWHERE: frozenset[int] = frozenset()


def scored(plan: Plan, snapshot: Snapshot, found: Iterable[int], language: str, now: int) -> Scores:
    """The documents found with their scores, for somebody who reads in a language; `now` in minutes.

    BM25 of each place that speaks for a document, added up; the best are looked at more closely.
    """
    scores = dict.fromkeys(found, 0.0)
    places = {place: weight(snapshot, place) for place in scoring_places(plan)}
    if scores:
        add_words(scores, places, snapshot)
        look_closer(scores, places, snapshot, language, now)
    return scores


def weight(snapshot: Snapshot, place: Place) -> float:
    """How much a place says: the more, the fewer documents have any of its terms."""
    frequency = min(sum(map(snapshot.frequency, place)), snapshot.count)
    return log(snapshot.count / (frequency + 1)) + 1


def add_words(scores: Scores, places: dict[Place, float], snapshot: Snapshot) -> None:
    """BM25 of each place; its terms are one word in several languages, and as rare as all of them."""
    lengths = snapshot.lengths
    norms = [K1 * (1 - B + B * length / snapshot.average_length) for length in LENGTHS]
    for place, says in places.items():
        most = (K1 + 1) * says
        for text in place:
            for number, count in zip(*snapshot.postings("text", text), strict=True):
                if number in scores:
                    scores[number] += most * count / (count + norms[lengths[number]])


def look_closer(
    scores: Scores, places: dict[Place, float], snapshot: Snapshot, language: str, now: int
) -> None:
    """Raise the best documents by how near the words stand in them, and by what the documents are."""
    best = {number for _, number in nlargest(ranking.CANDIDATES, zip(scores.values(), scores, strict=True))}
    stands = [standing(snapshot, "text", place, best) for place in places] if len(places) > 1 else []
    says = list(places.values())
    parts, languages, created = map(snapshot.column, ("part", "language", "created"))
    own = language_number(language)
    for number in best:
        near = ranking.nearness([there.get(number, NOWHERE) for there in stands], says)
        lift = ranking.lift(parts[number] == 1, languages[number] == own, now - created[number])
        scores[number] = (scores[number] + near) * lift
