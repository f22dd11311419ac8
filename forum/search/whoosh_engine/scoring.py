"""What the documents that a plan finds score, and which score most."""

from collections.abc import Iterator
from itertools import islice
from math import log

from pyroaring import BitMap

from forum.search import ranking
from forum.search.whoosh_engine.evaluate import standing
from forum.search.whoosh_engine.plan import Place, Plan, scoring_places
from forum.search.whoosh_engine.schema import language_number
from forum.search.whoosh_engine.snapshot import Snapshot

Scores = dict[int, float]
NOWHERE: tuple[int, ...] = ()
FIRST = 4_000  # documents that are put in order before the others, which nobody may ask for
SAMPLED = 16  # one of so many scores is looked at to tell what the first ones score


def scored(plan: Plan, snapshot: Snapshot, found: BitMap, language: str, now: int) -> Scores:
    """The documents found with their scores, for somebody who reads in a language; `now` in minutes.

    BM25 of each place that speaks for a document, added up; the best are looked at more closely.
    """
    scores = dict.fromkeys(found, 0.0)
    places = {place: weight(snapshot, place) for place in scoring_places(plan)}
    if scores:
        for place, says in places.items():
            add_words(scores, place, says, snapshot, found)
        look_closer(scores, places, snapshot, language, now)
    return scores


def weight(snapshot: Snapshot, place: Place) -> float:
    """How much a place says: the more, the fewer documents have any of its terms."""
    frequency = min(sum(map(snapshot.frequency, place)), snapshot.count)
    return log(snapshot.count / (frequency + 1)) + 1


def add_words(scores: Scores, place: Place, says: float, snapshot: Snapshot, found: BitMap) -> None:
    """BM25 of a place; its terms are one word in several languages, and as rare as all of them."""
    for text in place:
        postings = snapshot.postings("text", text)
        some = postings.ids & found
        impacts = map(snapshot.impacts.__getitem__, postings.keys_of(some))
        for number, impact in zip(some, impacts, strict=True):
            scores[number] += says * impact


def look_closer(
    scores: Scores, places: dict[Place, float], snapshot: Snapshot, language: str, now: int
) -> None:
    """Raise the best documents by how near the words stand in them, and by what the documents are."""
    best = [number for _, number in islice(best_first(scores), ranking.CANDIDATES)]
    several, wanted = len(places) > 1, BitMap(best)
    stands = [standing(snapshot, "text", place, wanted) for place in places] if several else []
    says = list(places.values())
    parts, picked, languages, created = map(snapshot.column, ("part", "picked", "language", "created"))
    own = language_number(language)
    for number in best:
        near = ranking.nearness([there.get(number, NOWHERE) for there in stands], says)
        is_opening, is_own, is_picked = parts[number] == 1, languages[number] == own, picked[number] == 1
        lift = ranking.lift(is_opening, is_own, is_picked, now - created[number])
        scores[number] = (scores[number] + near) * lift


def best_first(scores: Scores) -> Iterator[tuple[float, int]]:
    """Scores and documents, the highest first; of equals, the later document is better."""
    rest = list(scores)
    if len(rest) > 2 * FIRST:
        sample = sorted(islice(scores.values(), 0, None, SAMPLED), reverse=True)
        enough = sample[FIRST // SAMPLED]
        yield from in_order(scores, [number for number in rest if scores[number] >= enough])
        rest = [number for number in rest if scores[number] < enough]
    yield from in_order(scores, rest)


def in_order(scores: Scores, numbers: list[int]) -> Iterator[tuple[float, int]]:
    """Some documents, the best first."""
    for number in sorted(sorted(numbers, reverse=True), key=scores.__getitem__, reverse=True):
        yield scores[number], number
