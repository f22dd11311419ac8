"""Commits to an index, none of which takes long, however large the index is."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from whoosh.index import FileIndex
from whoosh.writing import MERGE_SMALL, NO_MERGE, OPTIMIZE, LockError, SegmentWriter

from forum.search.engine import Document, IndexBusy
from forum.search.whoosh_engine import workarounds
from forum.search.whoosh_engine.codec import PostCodec
from forum.search.whoosh_engine.schema import complete, row

MEMORY = 256  # MB that a writer may fill before it flushes
PATIENCE = 5.0  # seconds that a writer waits for another
LARGE = 4_000  # documents that a commit writes again, at most: somebody waits to be found
MANY = 12  # small parts


def write(
    index: FileIndex, documents: Iterable[Document], replaced: Sequence[int], *, merge: bool = True
) -> None:
    """Take posts out and put documents in, in one commit. Raises IndexBusy if somebody else is writing."""
    try:
        writer = index.writer(limitmb=MEMORY, timeout=PATIENCE, codec=PostCodec())
    except LockError as busy:
        raise IndexBusy from busy
    try:
        complete(writer)
        if replaced:
            with writer.searcher() as searcher:
                for post_id in replaced:
                    writer.delete_by_term("post", str(post_id), searcher=searcher)
        for document in documents:
            writer.add_document(**row(document))
        writer.commit(mergetype=merge_small if merge else NO_MERGE)
    except BaseException:
        workarounds.abandon(writer)
        raise


def merge_small(writer: SegmentWriter, parts: Sequence[Any]) -> list[Any]:
    """Merge the smallest parts as Whoosh does, but never more than LARGE; gives the parts that stay.

    Whoosh's own policy may write twenty large parts again in one commit, which takes minutes.
    """
    ordered = sorted(parts, key=size)
    sums = accumulate(map(size, ordered))
    count = sum(1 for total in sums if total <= LARGE)
    merge = OPTIMIZE if count >= MANY else MERGE_SMALL
    return [*ordered[count:], *merge(writer, ordered[:count])]


def size(part: Any) -> int:
    """How many documents a part holds that were not deleted."""
    return int(part.doc_count())
