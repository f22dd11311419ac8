"""How the posts found are spread over kinds, groups, tags, people and years."""

from collections import Counter

from pyroaring import BitMap

from forum.search.documents import name, person
from forum.search.engine import KINDS, Counts
from forum.search.whoosh_engine.parts import YEAR
from forum.search.whoosh_engine.snapshot import Snapshot

MOST = 20  # values of a facet
LOOKED_AT = 100  # tags, and names without an account, the commonest of the index
NAME = name("")


def facets_of(snapshot: Snapshot, found: BitMap) -> dict[str, Counts]:
    """Of each facet its commonest values, the commonest first."""
    return {
        "kind": named({KINDS[kind - 1]: n for kind, n in values(snapshot, found, "kind").items() if kind}),
        "group": named({str(group): n for group, n in values(snapshot, found, "group").items() if group}),
        "tag": named(terms(snapshot, found, "tag")),
        "author": named(people(snapshot, found) | terms(snapshot, found, "author", NAME)),
        "year": named({str(year): n for year, n in values(snapshot, found, YEAR).items()}),
    }


def named(counts: dict[str, int]) -> Counts:
    """The commonest of those that are there, those of equal counts by name."""
    return sorted((one for one in counts.items() if one[1]), key=lambda one: (-one[1], one[0]))[:MOST]


def values(snapshot: Snapshot, found: BitMap, name: str) -> dict[int, int]:
    """How often each number of a column of few numbers is there."""
    return {value: found.intersection_cardinality(ids) for value, ids in snapshot.by_value(name).items()}


def people(snapshot: Snapshot, found: BitMap) -> dict[str, int]:
    """How many posts of each account."""
    counts = Counter(map(snapshot.column("author_id").__getitem__, found.to_array()))
    return {person(who): count for who, count in counts.items() if who}


def terms(snapshot: Snapshot, found: BitMap, field: str, start: str = "") -> dict[str, int]:
    """How many posts have each of the commonest terms of a field that begin so."""
    common = snapshot.common(field, LOOKED_AT, start)
    return {term: found.intersection_cardinality(ids) for term, ids in common}
