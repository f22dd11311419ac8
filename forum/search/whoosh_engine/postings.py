"""The postings of a term in the whole index."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, groupby
from typing import NamedTuple

from pyroaring import BitMap

from forum.search.whoosh_engine.codec import Chunks

DEAR = 7  # to look a document up in a list costs as much as to pass so many


class Postings(NamedTuple):
    """The documents that hold a term; for each a key, and its places.

    A key tells in its higher byte what the term weighs in the document, in its lower how long the text is:
    places in WEIGHTS and LENGTHS. `blocks`: the index of their first posting, and their places.
    """

    ids: BitMap
    keys: "array[int]"
    blocks: Sequence[tuple[int, Chunks]]

    def keys_of(self, some: BitMap) -> Iterable[int]:
        """The keys of some of the documents."""
        return self.keys if len(some) == len(self.keys) else map(self.keys.__getitem__, self.indexes(some))

    def places(self, wanted: BitMap) -> Iterator[tuple[int, list[int]]]:
        """Those of the wanted documents that hold the term, and where in their text."""
        some = self.ids & wanted
        return zip(some, self.places_at(self.indexes(some)), strict=True)

    def places_at(self, indexes: Iterable[int]) -> Iterator[list[int]]:
        """Where the term stands in the documents of these indexes, which ascend."""
        firsts = [first for first, _ in self.blocks]
        for block, several in groupby(indexes, lambda index: bisect_left(firsts, index + 1) - 1):
            first, chunks = self.blocks[block]
            yield from chunks.places(index - first for index in several)

    def indexes(self, some: BitMap) -> Iterable[int]:
        """Where in the list some of its documents are."""
        ids = self.ids.to_array()
        if len(some) * DEAR < len(ids):
            return [bisect_left(ids, number) for number in some]
        return compress(range(len(ids)), map(some.__contains__, ids))


def size(postings: Postings) -> int:
    """How much room postings take, in postings; a list without any takes some too."""
    return len(postings.keys) + 100
