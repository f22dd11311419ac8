"""Which documents a plan finds, within a scope, and what they score: sets and sums over a snapshot."""

from collections.abc import Container, Iterable
from functools import reduce
from math import log

from forum.search.engine import Scope
from forum.search.whoosh_engine.plan import All, Among, Having, Plan, Row, Some, scoring_terms
from forum.search.whoosh_engine.snapshot import LENGTHS, Snapshot

K1, B = 0.8, 0.75


def everything(snapshot: Snapshot) -> set[int]:
    """Every document."""
    return set(range(snapshot.count)) - snapshot.deleted


def matching(plan: Plan, snapshot: Snapshot, among: set[int] | None = None) -> set[int]:
    """The documents that a plan finds; deleted ones may be there. `among`: others are of no interest."""
    if isinstance(plan, Row):
        return in_row(plan, snapshot)
    if isinstance(plan, Having):
        return {n for value in plan.values for n in snapshot.postings(plan.field, value).ids}
    if isinstance(plan, Among):
        return where(snapshot, plan.column, plan.numbers, everything(snapshot) if among is None else among)
    if isinstance(plan, Some):
        return set().union(*(matching(part, snapshot, among) for part in plan.parts))
    return in_all_parts(plan, snapshot, among)


def in_all_parts(plan: All, snapshot: Snapshot, among: set[int] | None) -> set[int]:
    """The documents of all parts: those with postings first, so that columns are read where it matters."""
    columns = [part for part in plan.parts if isinstance(part, Among)]
    sets = [matching(part, snapshot, among) for part in plan.parts if not isinstance(part, Among)]
    if among is not None or not sets:
        sets.append(everything(snapshot) if among is None else among)
    found = in_all(sets)
    for column in columns:
        found = matching(column, snapshot, found)
    for part in plan.unwanted:
        found = found - matching(part, snapshot, found)
    return found


def in_all(sets: list[set[int]]) -> set[int]:
    """What all of the sets have."""
    return reduce(set.intersection, sorted(sets, key=len))


def in_row(row: Row, snapshot: Snapshot) -> set[int]:
    """The documents that have these terms together and in order."""
    texts = dict.fromkeys(row.terms)
    found = in_all([set(snapshot.postings(row.field, text).ids) for text in texts])
    if len(row.terms) == 1 or not found:
        return found
    places = {text: snapshot.places(row.field, text, found) for text in texts}

    def together(number: int) -> bool:
        rows = ({place - i for place in places[text][number]} for i, text in enumerate(row.terms))
        return bool(reduce(set.intersection, rows))

    return {number for number in found if together(number)}


def inside(scope: Scope, snapshot: Snapshot, found: set[int]) -> set[int]:
    """Those of the documents found that are in the scope, and not deleted."""
    found = where(snapshot, "group", scope.groups, found - snapshot.deleted)
    if scope.behind:
        posts = snapshot.column("post_id")
        found = {number for number in found if posts[number] not in scope.behind}
    return found


def where(snapshot: Snapshot, column: str, values: Container[int], found: Iterable[int]) -> set[int]:
    """Those whose number in a column is one of the values."""
    numbers = snapshot.column(column)
    return {number for number in found if numbers[number] in values}


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
