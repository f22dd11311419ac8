"""Building the index anew in a table beside the one that serves, then putting it in its place."""

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from sqlalchemy import DDL, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from forum.extensions import db
from forum.lib.locks import wait_at_most
from forum.lib.transactions import transaction
from forum.search.engine import Document, IndexBusy, LaterThan
from forum.search.postgres_engine.rows import is_there, put, rows_of
from forum.search.postgres_engine.table import APART, DOCUMENTS, FORMAT, MISSED, NAME, NEXT

CHUNK = 500
A_MOMENT = (
    0.2  # seconds that searches may be kept waiting, should somebody hold the old table, as pg_dump does
)
PAUSE = 1.0
ATTEMPTS = 600


def build(documents: LaterThan) -> None:
    """Make the next index, or go on with it, its own indexes last: they are made faster of all at once."""
    with transaction():
        if not is_begun():
            clear()
            db.session.execute(CreateTable(NEXT))
            db.session.execute(CreateTable(MISSED))
            db.session.execute(DDL(APART, context={"table": NEXT.name}))
    last = db.session.scalar(select(func.max(NEXT.c.post_id))) or 0
    for some in documents(last):
        for chunk in chunks(some):
            rows = rows_of(chunk)
            with transaction():
                put(NEXT, rows)
    with transaction():
        for index in NEXT.indexes:
            db.session.execute(CreateIndex(index, if_not_exists=True))
        db.session.execute(DDL(f"ANALYZE {NEXT.name}"))


def is_begun() -> bool:
    """Whether a next index of today's format was begun and not finished."""
    if not (is_there(NEXT) and is_there(MISSED)):
        return False
    return db.session.scalar(select(NEXT.c.format).limit(1)) == FORMAT


def chunks(documents: Iterable[Document]) -> Iterator[Sequence[Document]]:
    """Some at a time."""
    left = iter(documents)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def missed() -> list[int]:
    """The posts that went into the old index while the next one was built."""
    return list(db.session.scalars(select(MISSED.c.post_id)))


def swap() -> None:
    """Have the next index serve. Raises IndexBusy if somebody holds the old one all the time."""
    for attempt in range(ATTEMPTS):
        time.sleep(PAUSE if attempt else 0)
        try:
            with transaction():
                wait_at_most(A_MOMENT)
                db.session.execute(DropTable(DOCUMENTS, if_exists=True))
                db.session.execute(DDL(f"ALTER TABLE {NEXT.name} RENAME TO {NAME}"))
                for name in (str(NEXT.primary_key.name), *(str(index.name) for index in NEXT.indexes)):
                    db.session.execute(DDL(f"ALTER INDEX {name} RENAME TO {name.replace(NEXT.name, NAME)}"))
                clear()
                return
        except OperationalError:
            continue
    raise IndexBusy


def clear() -> None:
    """Leave nothing of an index that was not finished."""
    for table in (NEXT, MISSED):
        db.session.execute(DropTable(table, if_exists=True))
