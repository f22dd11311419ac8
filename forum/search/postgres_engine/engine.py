"""The index as a table of the application's database, beside what it indexes."""

import contextlib
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import InternalError, ProgrammingError

from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.lib.locks import number_of
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.search.engine import Document, Found, Hit, IndexBusy, IndexMissing, LaterThan, Scope, Search
from forum.search.postgres_engine.answering import found
from forum.search.postgres_engine.building import build, missed, swap
from forum.search.postgres_engine.likeness import alike
from forum.search.postgres_engine.rows import replace, rows_of
from forum.search.postgres_engine.statistics import Statistics
from forum.search.postgres_engine.table import DOCUMENTS, FORMAT, NAME

PATIENCE = 5.0  # seconds that a writer waits for another
PAUSE = 0.02
IN_PARTS = {"yield_per": 10_000}  # rows that are read at once
SETTINGS = {  # of a search: a plan of its own, since rare words and common ones need different ones
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "work_mem": "64MB",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
}
SET = select(*(func.set_config(*one, True) for one in SETTINGS.items()))

T = TypeVar("T")


class PostgresEngine:
    """An index of posts in the application's database, which has to be PostgreSQL. Needs its context."""

    name = "postgres"
    follows = True

    def __init__(self) -> None:
        self.known: Statistics | None = None

    # reading

    def search(self, search: Search) -> Found:
        answer = self.read(lambda: found(search, self.statistics()))
        if not answer.posts and not self.is_sound():
            raise IndexMissing
        return answer

    def similar(self, text: str, scope: Scope, limit: int, language: str = "es") -> Sequence[Hit]:
        return self.read(lambda: alike(text, scope, limit, language, self.statistics()))

    def read(self, look: Callable[[], T]) -> T:
        """What is seen in the index. Raises IndexMissing."""
        try:
            db.session.execute(SET)
            return look()
        except (ProgrammingError, InternalError) as broken:
            log.exception("index unreadable")
            db.session.rollback()
            raise IndexMissing from broken

    def statistics(self) -> Statistics:
        """What is known of the whole index, at most a minute old."""
        if self.known is None or self.known.is_old:
            self.known = Statistics()
        return self.known

    def count(self) -> int:
        return self.read(lambda: db.session.scalar(select(func.count()).select_from(DOCUMENTS)) or 0)

    def size(self) -> int:
        return self.read(lambda: db.session.scalar(select(func.pg_total_relation_size(NAME))) or 0)

    def post_ids(self) -> "array[int]":
        every = select(DOCUMENTS.c.post_id).order_by(DOCUMENTS.c.post_id)
        return self.read(lambda: array("I", db.session.scalars(every, execution_options=IN_PARTS)))

    # trust

    def is_sound(self) -> bool:
        """Whether there is a table of this format; an empty one only where no post is said to be in it.

        All its rows have one format: another is made before the first is added.
        """
        try:
            row = self.read(lambda: db.session.execute(select(DOCUMENTS.c.format).limit(1)).one_or_none())
        except IndexMissing:
            return False
        return row[0] == FORMAT if row else not db.session.scalar(SAID_TO_BE_INDEXED)

    # writing

    @contextlib.contextmanager
    def alone(self, name: str = "writing", patience: float | None = None) -> Iterator[None]:
        """Hold an advisory lock on a connection of its own: it is free when that ends, however it does."""
        deadline = time.monotonic() + (PATIENCE if patience is None else patience)
        with db.session.get_bind().engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            key = number_of("search", name)
            while not taken(connection, key):
                if time.monotonic() >= deadline:
                    raise IndexBusy
                time.sleep(PAUSE)
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(key)))

    def update(self, documents: Iterable[Document], removed: Iterable[int]) -> None:
        rows, removed = rows_of(documents), list(removed)
        try:
            with transaction():
                replace(rows, removed)
        except ProgrammingError as missing:
            raise IndexMissing from missing
        self.known = None

    def rebuild(self, documents: LaterThan, forget: Callable[[Sequence[int]], object]) -> None:
        with self.alone("rebuilding", patience=0):
            build(documents)
            with self.alone():
                forget(missed())
                swap()
        self.known = None


SAID_TO_BE_INDEXED = (
    select(Post.id)
    .join(Post.thread)
    .where(Post.indexed_revision == Post.revision, Post.state == "visible", Thread.state == "visible")
    .limit(1)
)


def taken(connection: Connection, key: int) -> bool:
    """Take a lock, unless somebody else has it."""
    return bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
