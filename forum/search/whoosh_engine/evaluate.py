"""Which documents a plan finds, within a scope: sets over a snapshot."""

from array import array
from collections.abc import Collection, Container
from functools import reduce
from itertools import compress
from operator import and_

from pyroaring import BitMap

from forum.search.engine import Scope
from forum.search.whoosh_engine.parts import any_of
from forum.search.whoosh_engine.plan import All, Among, Having, Place, Plan, Row, Some
from forum.search.whoosh_engine.snapshot import Snapshot

OF_FEW = ("kind", "group", "part", "language")  # columns whose numbers many documents share


def everything(snapshot: Snapshot) -> BitMap:
    """Every document."""
    return BitMap(range(snapshot.count)) - snapshot.deleted


def matching(plan: Plan, snapshot: Snapshot, among: BitMap | None = None) -> BitMap:
    """The documents that a plan finds; deleted ones may be there. `among`: others are of no interest."""
    if isinstance(plan, Row):
        return in_row(plan, snapshot)
    if isinstance(plan, Having):
        return any_of(snapshot.postings(plan.field, value).ids for value in plan.values)
    if isinstance(plan, Among):
        return where(snapshot, plan.column, plan.numbers, everything(snapshot) if among is None else among)
    if isinstance(plan, Some):
        return any_of(matching(part, snapshot, among) for part in plan.parts)
    return in_all_parts(plan, snapshot, among)


def in_all_parts(plan: All, snapshot: Snapshot, among: BitMap | None) -> BitMap:
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


def in_all(sets: Collection[BitMap]) -> BitMap:
    """What all of the sets have."""
    return reduce(and_, sorted(sets, key=len))


def in_row(row: Row, snapshot: Snapshot) -> BitMap:
    """The documents that have one term of each place, together and in order. The rarest are read first."""
    holders = [at_place(snapshot, row.field, place) for place in row.places]
    found = in_all(holders)
    if len(holders) == 1:
        return found
    first, *others = sorted(range(len(holders)), key=lambda i: len(holders[i]))
    starts = beginnings(row, first, snapshot, found)
    for i in others:
        here = beginnings(row, i, snapshot, BitMap(starts))
        starts = {number: both for number in here if (both := starts[number] & here[number])}
    return BitMap(starts)


def beginnings(row: Row, i: int, snapshot: Snapshot, wanted: BitMap) -> dict[int, set[int]]:
    """Where a row would begin in the documents wanted, by where one of its places stands."""
    stands = standing(snapshot, row.field, row.places[i], wanted)
    return {number: {place - i for place in places} for number, places in stands.items()}


def at_place(snapshot: Snapshot, field: str, place: Place) -> BitMap:
    """The documents that have any of these terms."""
    return any_of(snapshot.postings(field, text).ids for text in place)


def standing(snapshot: Snapshot, field: str, place: Place, wanted: BitMap) -> dict[int, list[int]]:
    """Where any of these terms stands in the documents that are wanted."""
    found: dict[int, list[int]] = {}
    for text in place:
        for number, places in snapshot.postings(field, text).places(wanted):
            found[number] = found[number] + places if number in found else places
    return found


def inside(scope: Scope, snapshot: Snapshot, found: BitMap) -> BitMap:
    """Those of the documents found that are in the scope, and not deleted."""
    found = where(snapshot, "group", scope.groups, found - snapshot.deleted)
    if scope.behind:
        found = found - where(snapshot, "post_id", scope.behind, found)
    return found


def where(snapshot: Snapshot, column: str, values: Container[int], found: BitMap) -> BitMap:
    """Those whose number in a column is one of the values."""
    if column in OF_FEW:
        return found & any_of(ids for value, ids in snapshot.by_value(column).items() if value in values)
    numbers = found.to_array()
    told = map(values.__contains__, map(snapshot.column(column).__getitem__, numbers))
    return BitMap(array("I", compress(numbers, told)))
