"""Which documents a plan finds, within a scope, and what they score: sets and sums over a snapshot."""

from collections.abc import Callable, Container, Iterable
from functools import reduce
from math import log

from forum.search.engine import Narrowing, Scope
from forum.search.whoosh_engine.plan import Plan, Row, Some, scoring_terms
from forum.search.whoosh_engine.schema import kind_number
from forum.search.whoosh_engine.snapshot import LENGTHS, Snapshot

K1, B = 0.8, 0.75


def everything(snapshot: Snapshot) -> set[int]:
    """Every document."""
    return set(range(snapshot.count)) - snapshot.deleted


def matching(plan: Plan, snapshot: Snapshot) -> set[int]:
    """The documents that a plan finds; deleted ones may be among them."""
    if isinstance(plan, Row):
        return in_row(plan.terms, snapshot)
    if isinstance(plan, Some):
        return set().union(*(matching(part, snapshot) for part in plan.parts))
    found = in_all([matching(part, snapshot) for part in plan.parts]) if plan.parts else everything(snapshot)
    for part in plan.unwanted:
        found -= matching(part, snapshot)
    return found


def in_all(sets: list[set[int]]) -> set[int]:
    """What all of the sets have."""
    return reduce(set.intersection, sorted(sets, key=len))


def in_row(terms: tuple[str, ...], snapshot: Snapshot) -> set[int]:
    """The documents that have these terms together and in order."""
    found = in_all([set(snapshot.postings("text", text).ids) for text in dict.fromkeys(terms)])
    if len(terms) == 1 or not found:
        return found
    places = {text: snapshot.places(text, found) for text in dict.fromkeys(terms)}

    def together(number: int) -> bool:
        rows = ({place - i for place in places[text][number]} for i, text in enumerate(terms))
        return bool(reduce(set.intersection, rows))

    return {number for number in found if together(number)}


def inside(scope: Scope, snapshot: Snapshot, found: set[int]) -> set[int]:
    """Those of the documents found that are in the scope, and not deleted."""
    found = found - snapshot.deleted
    found = where(snapshot, "group", scope.groups, found)
    for one in scope.narrowings:
        found = narrowed(one, snapshot, found)
    if scope.since or scope.until:
        first = scope.since.toordinal() if scope.since else 0
        last = scope.until.toordinal() if scope.until else 1 << 30
        found = where(snapshot, "day", range(first, last + 1), found)
    return found


def where(snapshot: Snapshot, column: str, values: Container[int], found: Iterable[int]) -> set[int]:
    """Those whose number in a column is one of the values."""
    numbers = snapshot.column(column)
    return {number for number in found if numbers[number] in values}


def narrowed(one: Narrowing, snapshot: Snapshot, found: set[int]) -> set[int]:
    """Those that have one of the values; or none of them."""
    if one.field in ("group", "kind"):
        number: Callable[[str], int] = int if one.field == "group" else kind_number
        having = where(snapshot, one.field, {number(value) for value in one.values}, found)
    else:
        having = {n for value in one.values for n in snapshot.postings(one.field, value).ids}
    return found - having if one.negative else found & having


def scored(plan: Plan, snapshot: Snapshot, found: Iterable[int]) -> dict[int, float]:
    """The documents found with their scores: BM25 of each term that speaks for them, added up."""
    scores = dict.fromkeys(found, 0.0)
    if not scores:
        return scores
    lengths = snapshot.lengths
    norms = [K1 * (1 - B + B * length / snapshot.average_length) for length in LENGTHS]
    for text in scoring_terms(plan):
        weight = (K1 + 1) * (log(snapshot.count / (snapshot.frequency(text) + 1)) + 1)
        for number, count in zip(*snapshot.postings("text", text), strict=True):
            if number in scores:
                scores[number] += weight * count / (count + norms[lengths[number]])
    return scores
