"""How postings lie in Whoosh's files: lists of numbers are read whole at C's pace, places where wanted.

Whoosh pickles a list's numbers, weights and places together, and Python then unpacks all of them. Here a
block holds one after the other: a checksum of what follows but the places; the documents, four bytes each;
what the term weighs in each and how long its text is, a byte each; where the places of each CHUNK end; the
places.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from pickle import dumps
from typing import Any, NamedTuple
from zlib import crc32

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3LeafMatcher, W3PostingsWriter
from whoosh.formats import Positions
from whoosh.util.numeric import byte_to_length, length_to_byte

BLOCK = 65_536  # postings that are read at once
CHUNK = 64  # postings whose places are read at once
END = b"\0"  # of the places of a posting
FURTHEST = 0x10FFFF  # words between two places
CHECK, ID, KEY = 4, 4, 2  # bytes

WEIGHTS = [n / 20 for n in range(200)] + [10.0 + n for n in range(56)]  # that a byte tells
LENGTHS = [byte_to_length(number) for number in range(256)]


def weight_to_byte(weight: float) -> int:
    """The place in WEIGHTS of a weight, or of the next smaller one."""
    return bisect_right(WEIGHTS, weight + 0.001) - 1


class Places(Positions):
    """Where a term stands in a text: the steps from one place to the next as characters of UTF-8."""

    def encode(self, places: Iterable[int]) -> bytes:
        steps, last = "", -1
        for place in sorted(set(places)):
            steps += chr(min(place - last, FURTHEST))
            last = place
        return steps.encode("utf-8", "surrogatepass")

    def decode_positions(self, value: bytes) -> list[int]:
        return standing(value)

    def decode_frequency(self, value: bytes) -> int:
        return len(standing(value))


def standing(value: bytes) -> list[int]:
    """The places that `Places` wrote, counted from 1."""
    return list(accumulate(map(ord, value.decode("utf-8", "surrogatepass"))))


class PostCodec(W3Codec):
    """Whoosh's files but for the postings. Indexes name its path: moving it makes old ones unreadable."""

    def __init__(self) -> None:
        super().__init__(blocklimit=BLOCK, compression=0)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> "BlockWriter":
        return BlockWriter(dbfile, self._blocklimit, byteids, self._compression, self._inlinelimit)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> "BlockReader":
        return BlockReader(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)


class BlockWriter(W3PostingsWriter):
    """Writes the postings of a term."""

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: int | None = None) -> None:
        super().add_posting(id_, weight, vbytes, length)
        self._keys.append(weight_to_byte(weight) << 8 | length_to_byte(length))

    def _new_block(self) -> None:
        super()._new_block()
        self._keys = array("H")

    def _write_block(self, last: bool = False) -> None:
        if not self._blockcount:
            self._postfile.write(WHOOSH3_HEADER_MAGIC)
        self._terminfo.add_block(self)
        shortest, longest = length_to_byte(self._minlength), length_to_byte(self._maxlength)
        info = dumps((len(self), self.max_id(), self.max_weight(), 0, shortest, longest), 2)
        block = info + self.data()
        self._postfile.write_int(-len(block) if last else len(block))
        self._postfile.write(block)
        self._blockcount += 1
        self._new_block()

    def data(self) -> bytes:
        """The block as bytes."""
        values = self._values
        chunks = [END.join(values[start : start + CHUNK]) for start in range(0, len(values), CHUNK)]
        ends = array("I", accumulate(map(len, chunks)))
        lists = b"".join(map(array.tobytes, (self._ids, self._keys, ends)))
        return b"".join([crc32(lists).to_bytes(CHECK, "big"), lists, *chunks])


class Chunks(NamedTuple):
    """The places of a block's postings, in the file: where they begin, and where each chunk ends."""

    file: Any
    start: int
    ends: "array[int]"

    def chunk(self, number: int) -> list[bytes]:
        """The places of the postings of a chunk."""
        begin = self.ends[number - 1] if number else 0
        held: bytes = self.file.get(self.start + begin, self.ends[number] - begin)
        return held.split(END)

    def places(self, indexes: Iterable[int]) -> Iterator[list[int]]:
        """Where the term stands in the postings of these numbers, which ascend."""
        last, values = -1, []
        for index in indexes:
            if index // CHUNK != last:
                last = index // CHUNK
                values = self.chunk(last)
            yield standing(values[index % CHUNK])


class BlockReader(W3LeafMatcher):
    """Reads the postings of a term: for us by blocks, for Whoosh one by one, where it merges parts."""

    ids: "array[int]"
    keys: "array[int]"
    chunks: Chunks

    def blocks(self) -> "Iterator[BlockReader]":
        """Itself, at each of its blocks: with its `ids`, `keys` and `chunks`."""
        while self.is_active():
            self._read_ids()
            yield self
            self._next_block()

    def check(self) -> None:
        """Read the places of each posting of the block. Raises ValueError if they are broken."""
        self._read_values()
        for value in self._values:
            standing(value)

    def _read_ids(self) -> None:
        count = self._blocklength
        chunks = -(-count // CHUNK) if isinstance(self.format, Places) else 0
        sizes = (ID * count, KEY * count, ID * chunks)
        held = self._postfile.get(self._dataoffset, CHECK + sum(sizes))
        if crc32(held[CHECK:]) != int.from_bytes(held[:CHECK], "big"):
            raise ValueError("postings are broken")
        lists, place = (array("I"), array("H"), array("I")), CHECK
        for some, size in zip(lists, sizes, strict=True):
            some.frombytes(held[place : place + size])
            place += size
        self.ids, self.keys, ends = lists
        self._ids = self.ids
        self.chunks = Chunks(self._postfile, self._dataoffset + place, ends)

    def _read_weights(self) -> None:
        if self._ids is None:
            self._read_ids()
        self._weights = [WEIGHTS[key >> 8] for key in self.keys]

    def _read_values(self) -> None:
        if self._ids is None:
            self._read_ids()
        chunks = map(self.chunks.chunk, range(len(self.chunks.ends)))
        self._values = list(chain.from_iterable(chunks)) or [b""] * len(self.ids)
