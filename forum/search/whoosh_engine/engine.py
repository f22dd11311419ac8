"""The index as files. `current` names the one that serves; a rebuild makes another beside it."""

import os
import shutil
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from uuid import uuid4

from whoosh import index as whoosh_index
from whoosh import query as whoosh
from whoosh.scoring import BM25F
from whoosh.searching import Searcher
from whoosh.writing import LockError

from forum.search.engine import MOST, Document, Found, IndexBusy, IndexMissing
from forum.search.query import Query
from forum.search.whoosh_engine import compile as made
from forum.search.whoosh_engine.buffers import lend_views
from forum.search.whoosh_engine.schema import make_schema, row

MEMORY = 256  # MB that a writer may fill before it flushes
PATIENCE = 5.0  # seconds that a writer waits for another
RANKING = BM25F(K1=0.8)

lend_views()


class WhooshEngine:
    """An index of posts in a folder of its own. Each thread has its own searcher, opened after any fork."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mine = threading.local()

    # reading

    def search(self, query: Query, groups: frozenset[int] | None, order: str) -> Found:
        searcher = self.searcher()
        try:
            return self.found(searcher, query, groups, order)
        except (OSError, EOFError, ValueError, KeyError, IndexError, AttributeError) as broken:
            self.mine.__dict__.clear()
            raise IndexMissing from broken

    def found(self, searcher: Searcher, query: Query, groups: frozenset[int] | None, order: str) -> Found:
        """All words first; where they find nothing, most of them."""
        reader = searcher.reader()
        words = made.compiled(query.words, reader)
        if query.words is not None and words is None:
            return Found(())
        within = made.restriction(query, groups)
        found = ids(searcher, made.joined(whoosh.And, [words or whoosh.Every()]), within, order)
        if found or words is None:
            return Found(found[:MOST], capped=len(found) > MOST)
        loose = made.most_of(query, reader)
        if loose is None:
            return Found(())
        found = ids(searcher, loose, within, order)
        return Found(found[:MOST], capped=len(found) > MOST, relaxed=bool(found))

    def searcher(self) -> Searcher:
        """This thread's searcher on the newest state of the index.

        It is opened anew after each commit: Whoosh's own refresh keeps showing what was deleted meanwhile.
        """
        state = (self.current(), os.getpid())
        if getattr(self.mine, "state", None) != state or not self.mine.searcher.up_to_date():
            self.mine.searcher = self.opened(state[0]).searcher(weighting=RANKING)
            self.mine.state = state
        searcher: Searcher = self.mine.searcher
        return searcher

    def opened(self, name: str) -> whoosh_index.FileIndex:
        try:
            return whoosh_index.open_dir(self.folder / name)
        except Exception as broken:  # whatever a half-written index makes Whoosh raise
            raise IndexMissing from broken

    def current(self) -> str:
        """The name of the index that serves."""
        try:
            return (self.folder / "current").read_text().strip()
        except OSError as missing:
            raise IndexMissing from missing

    def count(self) -> int:
        return int(self.searcher().doc_count())

    # writing

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        write(self.opened(self.current()), documents, removed)

    def create(self) -> None:
        self.rebuild(())()

    def rebuild(self, documents: Iterable[Document]) -> Callable[[], None]:
        name = f"index-{uuid4().hex[:12]}"
        path = self.folder / name
        path.mkdir(parents=True)
        write(whoosh_index.create_in(path, make_schema()), documents, ())
        return lambda: self.serve(name)

    def serve(self, name: str) -> None:
        """Make the index called `name` the one that serves, and remove the others."""
        pointer = self.folder / f"current-{name}"
        pointer.write_text(name)
        pointer.replace(self.folder / "current")
        for other in self.folder.glob("index-*"):
            if other.name != name:
                shutil.rmtree(other, ignore_errors=True)


def ids(searcher: Searcher, query: whoosh.Query, within: whoosh.Query | None, order: str) -> list[int]:
    """Ids of the posts found, at most one more than MOST, by relevance or by date."""
    by_date = order in ("newest", "oldest")
    sorting = {"sortedby": "created", "reverse": order == "newest"} if by_date else {}
    results = searcher.search(query, limit=MOST + 1, filter=within, **sorting)
    return [int(hit["post_id"]) for hit in results]


def write(index: whoosh_index.FileIndex, documents: Iterable[Document], removed: Iterable[int]) -> None:
    """Write to an index in one commit. Raises IndexBusy if another process is writing."""
    try:
        writer = index.writer(limitmb=MEMORY, timeout=PATIENCE)
    except LockError as busy:
        raise IndexBusy from busy
    try:
        for post_id in removed:
            writer.delete_by_term("post_id", str(post_id))
        for document in documents:
            writer.update_document(**row(document))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
