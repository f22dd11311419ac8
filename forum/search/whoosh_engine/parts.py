"""The parts of an index, as Whoosh calls segments: a commit adds some, takes some, and changes none.

What was learnt of a part is worth something as long as it is there; which documents were deleted is not.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pyroaring import BitMap
from whoosh.reading import TermNotFound

from forum.search.whoosh_engine.codec import BlockReader
from forum.search.whoosh_engine.schema import NUMBER

TERMS = 2_000  # of a part that are remembered
DAY, YEAR = "day", "year"  # a column, and what is told of it


class Entry(NamedTuple):
    """A term in the dictionary of a part: in how many documents it is, and where its postings are."""

    frequency: int
    extent: tuple[int, int]


NOWHERE = Entry(0, (0, 0))


@dataclass
class Known:
    """What was learnt of a part."""

    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    values: dict[str, dict[int, BitMap]] = field(default_factory=dict)
    holders: dict[tuple[str, str], BitMap] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A part that is open. `leaf`: Whoosh's reader of it; `offset`: of its documents in the whole index."""

    leaf: Any
    offset: int
    known: Known

    @property
    def count(self) -> int:
        """How many documents it has, deleted ones among them."""
        return int(self.leaf.doc_count_all())

    def entry(self, field: str, text: str) -> Entry:
        """A term in its dictionary."""
        entries = self.known.entries
        if (field, text) not in entries:
            if len(entries) >= TERMS:
                entries.clear()
            entries[field, text] = self.looked_up(field, text)
        return entries[field, text]

    def looked_up(self, field: str, text: str) -> Entry:
        try:
            info = self.leaf._terms.term_info(field, text.encode())
        except (KeyError, TermNotFound):
            return NOWHERE
        return Entry(info.doc_frequency(), info.extent())

    def blocks(self, field: str, text: str) -> Iterator[BlockReader]:
        """The blocks of a term's postings."""
        entry = self.entry(field, text)
        if entry.frequency:
            form = self.leaf.schema[field].format
            yield from BlockReader(self.leaf._terms._postfile, *entry.extent, form).blocks()

    def holder(self, field: str, text: str) -> BitMap:
        """The documents that hold a term that is asked for again and again."""
        holders = self.known.holders
        if (field, text) not in holders:
            holders[field, text] = any_of(BitMap(block.ids) for block in self.blocks(field, text))
        return holders[field, text].shift(self.offset)

    def by_value(self, name: str) -> dict[int, BitMap]:
        """The documents by their number in a column of few numbers, or by YEAR."""
        values = self.known.values
        if name not in values:
            values[name] = spread(map(year, self.column(DAY)) if name == YEAR else self.column(name))
        return {value: ids.shift(self.offset) for value, ids in values[name].items()}

    def column(self, name: str) -> "array[int]":
        """A number of each document."""
        column: array[int] = array("i", bytes(4 * self.count))
        if self.leaf._perdoc.has_column(name):
            read = self.leaf._perdoc.column_reader(name, NUMBER)
            column[: read._count] = read._dbfile.get_array(read._basepos, "i", read._count)
        return column


def any_of(sets: Iterable[BitMap]) -> BitMap:
    """What any of the sets has."""
    return BitMap().union(*sets)


def spread(numbers: Iterable[int]) -> dict[int, BitMap]:
    """Which of some numbers, counted from 0, are the same."""
    found: dict[int, array[int]] = defaultdict(lambda: array("I"))
    for document, number in enumerate(numbers):
        found[number].append(document)
    return {number: BitMap(documents) for number, documents in found.items()}


@lru_cache(maxsize=20_000)
def year(day: int) -> int:
    """The year of a day that is counted from the year 1."""
    return date.fromordinal(day).year
