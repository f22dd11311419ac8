"""Which documents a plan finds, within a scope: sets over a snapshot."""

from collections.abc import Container, Iterable
from functools import reduce

from forum.search.engine import Scope
from forum.search.whoosh_engine.plan import All, Among, Having, Place, Plan, Row, Some
from forum.search.whoosh_engine.snapshot import Snapshot


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
    """The documents that have one term of each place, together and in order."""
    found = in_all([at_place(snapshot, row.field, place) for place in set(row.places)])
    if len(row.places) == 1 or not found:
        return found
    stands = {place: standing(snapshot, row.field, place, found) for place in set(row.places)}

    def together(number: int) -> bool:
        rows = ({where - i for where in stands[place][number]} for i, place in enumerate(row.places))
        return bool(reduce(set.intersection, rows))

    return {number for number in found if together(number)}


def at_place(snapshot: Snapshot, field: str, place: Place) -> set[int]:
    """The documents that have any of these terms."""
    return set().union(*(snapshot.postings(field, text).ids for text in place))


def standing(snapshot: Snapshot, field: str, place: Place, wanted: Container[int]) -> dict[int, set[int]]:
    """Where any of these terms stands in the documents that are wanted."""
    found: dict[int, set[int]] = {}
    for text in place:
        for number, places in snapshot.places(field, text, wanted).items():
            found.setdefault(number, set()).update(places)
    return found


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
