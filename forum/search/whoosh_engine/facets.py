"""How the posts found are spread over kinds, groups, tags, people and years."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from forum.search.documents import name, person
from forum.search.engine import KINDS, Counts
from forum.search.whoosh_engine.snapshot import Snapshot

MOST = 20  # values of a facet
LOOKED_AT = 100  # tags, and names without an account, the commonest of the index
NAME = name("")


def facets_of(snapshot: Snapshot, found: set[int]) -> dict[str, Counts]:
    """Of each facet its commonest values, the commonest first."""
    return {
        "kind": named({KINDS[kind - 1]: n for kind, n in column(snapshot, "kind", found).items() if kind}),
        "group": named({str(group): n for group, n in column(snapshot, "group", found).items() if group}),
        "tag": named(terms(snapshot, found, "tag")),
        "author": named(people(snapshot, found) | terms(snapshot, found, "author", NAME)),
        "year": named(years(column(snapshot, "day", found))),
    }


def named(counts: dict[str, int]) -> Counts:
    """The commonest, those of equal counts by name."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST]


def column(snapshot: Snapshot, name: str, found: Iterable[int]) -> Counter[int]:
    """How often each number of a column is there."""
    return Counter(map(snapshot.column(name).__getitem__, found))


def people(snapshot: Snapshot, found: set[int]) -> dict[str, int]:
    """How many posts of each account."""
    return {person(who): count for who, count in column(snapshot, "author_id", found).items() if who}


def terms(snapshot: Snapshot, found: set[int], field: str, start: str = "") -> dict[str, int]:
    """How many posts have each of the commonest terms of a field that begin so."""
    common = snapshot.common(field, LOOKED_AT, start)
    counts = {term: len(found.intersection(ids)) for term, ids in common}
    return {term: count for term, count in counts.items() if count}


def years(days: Counter[int]) -> dict[str, int]:
    """Days as years."""
    counts: Counter[str] = Counter()
    for day, count in days.items():
        counts[year(day)] += count
    return dict(counts)


@lru_cache(maxsize=20_000)
def year(day: int) -> str:
    """The year of a day that is counted from the year 1."""
    return str(date.fromordinal(day).year)
