"""One state of the index, as one thread reads it: Whoosh's files, read as whole lists of numbers.

Whoosh's own matchers are not used. Measured on an index of 5,000 posts in seven segments: of 600 random
queries with exclusions and filters, more than half gave other posts than they should, or an exception.
Documents are numbered through all parts; deleted ones are still in the lists.
"""

import contextlib
import os
from array import array
from functools import cached_property, lru_cache
from heapq import nlargest
from pathlib import Path

from pyroaring import BitMap
from whoosh import index as whoosh_index
from whoosh.reading import IndexReader

from forum.search.whoosh_engine.codec import Chunks
from forum.search.whoosh_engine.impacts import Impacts
from forum.search.whoosh_engine.parts import Known, Part, any_of
from forum.search.whoosh_engine.postings import Postings, size

REMEMBERED = 3_000_000  # postings that a snapshot keeps, of the terms that were looked at last: 12 MB


class Snapshot:
    """An open commit of an index."""

    def __init__(self, folder: Path, before: "Snapshot | None" = None) -> None:
        """`before` is an older one: what it knows of parts that are still there is taken from it."""
        self.folder = folder
        self.process = os.getpid()
        self.index = whoosh_index.open_dir(folder)
        self.reader: IndexReader = self.index.reader()
        known: dict[str, Known] = before.known if before else {}
        leaves = [(leaf, offset) for leaf, offset in self.reader.leaf_readers() if leaf.doc_count_all()]
        names = [leaf.segment().segment_id() for leaf, _ in leaves]
        self.known: dict[str, Known] = {name: known.get(name) or Known() for name in names}
        self.parts = [Part(*leaf, self.known[name]) for name, leaf in zip(names, leaves, strict=True)]
        self.count = sum(part.count for part in self.parts)
        self.remembered: dict[tuple[str, str], Postings] = {}
        self.free = REMEMBERED
        self.column = lru_cache(None)(self.read_column)
        self.by_value = lru_cache(None)(self.read_by_value)
        self.held: dict[tuple[str, str], list[tuple[str, BitMap]]] = {}

    def is_current(self, folder: Path) -> bool:
        """Whether nothing was committed since, and no process was forked."""
        same = self.folder == folder and self.process == os.getpid()
        return same and self.index.latest_generation() == self.reader.generation()

    def close(self) -> None:
        """Let go of the files; what still looks at them keeps them until it is gone."""
        self.remembered.clear()
        self.column.cache_clear()
        self.by_value.cache_clear()
        with contextlib.suppress(BufferError, OSError):
            self.reader.close()

    @cached_property
    def deleted(self) -> BitMap:
        """Documents that were taken out."""
        return any_of(BitMap(part.leaf.deleted_docs_set).shift(part.offset) for part in self.parts)

    @cached_property
    def impacts(self) -> Impacts:
        """What a posting adds to the score of its document, by its key."""
        average = float(self.reader.field_length("text")) / self.count if self.count else 1.0
        return Impacts(average)

    def frequency(self, text: str, field: str = "text") -> int:
        """In how many documents a term is."""
        return sum(part.entry(field, text).frequency for part in self.parts)

    def postings(self, field: str, text: str) -> Postings:
        """The postings of a term, read once while searches need them; empty if there is no such term."""
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
        ids, keys, blocks = BitMap(), array("H"), list[tuple[int, Chunks]]()
        for part in self.parts:
            for block in part.blocks(field, text):
                ids |= BitMap(block.ids).shift(part.offset)
                blocks.append((len(keys), block.chunks))
                keys.extend(block.keys)
        return Postings(ids, keys, blocks)

    def read_column(self, name: str) -> "array[int]":
        """A number of each document."""
        whole = array("i")
        for part in self.parts:
            whole.extend(part.column(name))
        return whole

    def read_by_value(self, name: str) -> dict[int, BitMap]:
        """The documents by their number in a column of few numbers, or by year."""
        whole: dict[int, BitMap] = {}
        for part in self.parts:
            for value, ids in part.by_value(name).items():
                whole[value] = whole.get(value, BitMap()) | ids
        return whole

    def common(self, field: str, most: int, start: str = "") -> list[tuple[str, BitMap]]:
        """The commonest terms of a field that begin so, with the documents that hold each."""
        if (field, start) not in self.held:
            terms = [text.decode() for text in self.reader.expand_prefix(field, start)]
            chosen = nlargest(most, terms, key=lambda text: self.reader.doc_frequency(field, text))
            holders = ((text, (part.holder(field, text) for part in self.parts)) for text in chosen)
            self.held[field, start] = [(text, any_of(some)) for text, some in holders]
        return self.held[field, start]

    def read_everything(self) -> None:
        """Read every posting, and so raise whatever a broken index makes Whoosh raise."""
        for part in self.parts:
            for field, text in part.leaf.all_terms():
                for block in part.blocks(field, text.decode()):
                    block.check()
        self.column("post_id")
