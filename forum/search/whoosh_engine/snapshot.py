"""One state of the index, as one thread reads it: Whoosh's files, read as whole lists of numbers.

Whoosh's own matchers are not used. Measured on an index of 5,000 posts in seven segments: of 600 random
queries with exclusions and filters, more than half gave other posts than they should, or an exception.
Documents are numbered through all segments; deleted ones are still in the lists.
"""

import contextlib
import os
from array import array
from collections.abc import Container, Iterator
from functools import cached_property, lru_cache
from heapq import nlargest
from itertools import accumulate
from pathlib import Path
from pickle import loads
from typing import Any, NamedTuple

from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.matching import ListMatcher
from whoosh.reading import IndexReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from forum.search.whoosh_engine.schema import NUMBER

REMEMBERED = 1_500_000  # postings that a snapshot keeps, of the terms that were looked at last: 12 MB
COUNT_SIZE = 4  # bytes before the places of a posting


class Postings(NamedTuple):
    """The documents that hold a term, and what the term weighs in each."""

    ids: "array[int]"
    weights: "array[float]"


class Snapshot:
    """An open commit of an index."""

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        """`before` is an older one: what it knows of parts that are still there is taken from it."""
        self.folder = folder
        self.process = os.getpid()
        self.index = whoosh_index.open_dir(folder)
        self.reader: IndexReader = self.index.reader()
        self.leaves: list[tuple[Any, int]] = [
            (leaf, offset) for leaf, offset in self.reader.leaf_readers() if leaf.doc_count_all()
        ]
        self.count = sum(leaf.doc_count_all() for leaf, _ in self.leaves)
        self.remembered: dict[tuple[str, str], Postings] = {}
        self.free = REMEMBERED
        self.column = lru_cache(None)(self.read_column)
        parts = {leaf.segment().segment_id() for leaf, _ in self.leaves}
        kept = before.kept if before else {}
        self.kept: dict[tuple[str, str, str], array[int]] = {
            k: ids for k, ids in kept.items() if k[0] in parts
        }
        self.held: dict[tuple[str, str], list[tuple[str, frozenset[int]]]] = {}

    def is_current(self, folder: Path) -> bool:
        """Whether nothing was committed since, and no process was forked."""
        same = self.folder == folder and self.process == os.getpid()
        return same and self.index.latest_generation() == self.reader.generation()

    def close(self) -> None:
        """Let go of the files; what still looks at them keeps them until it is gone."""
        self.remembered.clear()
        self.column.cache_clear()
        with contextlib.suppress(BufferError, OSError):
            self.reader.close()

    @cached_property
    def deleted(self) -> frozenset[int]:
        """Documents that were taken out."""
        return frozenset(offset + number for leaf, offset in self.leaves for number in leaf.deleted_docs_set)

    @cached_property
    def average_length(self) -> float:
        """How many terms a text has."""
        return float(self.reader.field_length("text")) / self.count if self.count else 1.0

    def blocks(self, field: str, text: str) -> Iterator[tuple[int, Any]]:
        """The blocks of a term's postings: the offset of their document numbers, and the block."""
        for leaf, offset in self.leaves:
            yield from ((offset, block) for block in self.blocks_of(leaf, field, text))

    def blocks_of(self, leaf: Any, field: str, text: str) -> Iterator[Any]:
        """The blocks of a term's postings in one part of the index."""
        encoded, form = text.encode(), leaf.schema[field].format
        try:
            matcher = leaf._terms.matcher(field, encoded, form)
        except (KeyError, TermNotFound):
            return
        if isinstance(matcher, ListMatcher):  # a term of one document has no block of its own
            yield matcher
            return
        while matcher.is_active():
            matcher._read_ids()
            yield matcher
            matcher._next_block()

    def postings(self, field: str, text: str) -> Postings:
        """The postings of a term, read once while a search needs them."""
        found = self.remembered.pop((field, text), None)
        if found is None:
            found = self.read_postings(field, text)
            self.free -= size(found)
        self.remembered[field, text] = found
        while self.free < 0 and len(self.remembered) > 1:
            oldest = next(iter(self.remembered))
            self.free += size(self.remembered.pop(oldest))
        return found

    def read_postings(self, field: str, text: str) -> Postings:
        """The postings of a term; empty if there is no such term."""
        found = Postings(array("i"), array("f"))
        for offset, block in self.blocks(field, text):
            if not isinstance(block, ListMatcher):
                block._read_weights()
            found.ids.extend([offset + number for number in block._ids] if offset else block._ids)
            found.weights.extend(block._weights or [1.0] * len(block._ids))
        return found

    def places(self, field: str, text: str, wanted: Container[int]) -> dict[int, list[int]]:
        """Where a term stands in a field of the documents that are wanted."""
        found = {}
        for offset, block in self.blocks(field, text):
            hits = [(i, offset + n) for i, n in enumerate(block._ids) if offset + n in wanted]
            if hits and not isinstance(block, ListMatcher):
                block._read_values()
            for i, number in hits:
                found[number] = positions(block._values[i])
        return found

    def read_column(self, name: str) -> "array[int]":
        """A number of each document."""
        whole = array("i")
        for leaf, offset in self.leaves:
            if leaf._perdoc.has_column(name):
                whole.extend(numbers(leaf._perdoc.column_reader(name, NUMBER), "i"))
            whole.extend([0] * (offset + leaf.doc_count_all() - len(whole)))
        return whole

    @cached_property
    def lengths(self) -> bytes:
        """How long each text is, as one byte that `LENGTHS` tells the meaning of."""
        whole = b""
        for leaf, offset in self.leaves:
            if leaf._perdoc.has_column("_text_len"):
                whole += numbers(leaf._perdoc.column_reader("_text_len", LENGTHS_COLUMN), "B").tobytes()
            whole = whole.ljust(offset + leaf.doc_count_all(), b"\0")
        return whole

    def frequency(self, text: str) -> int:
        """In how many documents a term is."""
        return int(self.reader.doc_frequency("text", text))

    def common(self, field: str, most: int, start: str = "") -> list[tuple[str, frozenset[int]]]:
        """The commonest terms of a field that begin so, with the documents that hold each."""
        if (field, start) not in self.held:
            terms = [text.decode() for text in self.reader.expand_prefix(field, start)]
            chosen = nlargest(most, terms, key=lambda text: self.reader.doc_frequency(field, text))
            ids = self.ids_by_part if not start else lambda field, text: self.read_postings(field, text).ids
            self.held[field, start] = [(text, frozenset(ids(field, text))) for text in chosen]
        return self.held[field, start]

    def ids_by_part(self, field: str, text: str) -> Iterator[int]:
        """The documents that hold a term. Parts do not change: each is read once, whatever is committed."""
        for leaf, offset in self.leaves:
            key = (leaf.segment().segment_id(), field, text)
            if key not in self.kept:
                self.kept[key] = array(
                    "i", (n for block in self.blocks_of(leaf, field, text) for n in block._ids)
                )
            yield from (offset + number for number in self.kept[key])

    def read_everything(self) -> None:
        """Read every posting, and so raise whatever a broken index makes Whoosh raise."""
        for leaf, _ in self.leaves:
            for field, text in leaf.all_terms():
                self.read_postings(field, text.decode())
        self.column("post_id")


def size(postings: Postings) -> int:
    """How much room postings take, in postings; a list without any takes some too."""
    return len(postings.ids) + 50


LENGTHS = [byte_to_length(number) for number in range(256)]


def numbers(column: Any, typecode: str) -> "array[Any]":
    """The numbers of a Whoosh column, in one reading."""
    whole: array[Any] = column._dbfile.get_array(column._basepos, typecode, column._count)
    return whole


def positions(value: bytes) -> list[int]:
    """The places of a posting, which holds the steps between them."""
    return list(accumulate(loads(value[COUNT_SIZE:])))
