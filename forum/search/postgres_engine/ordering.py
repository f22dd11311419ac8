"""In what order posts are taken and given: each has a score, and of equals the greater `tie` comes first."""

from sqlalchemy import ColumnElement, Float, Join, Table, cast, extract, func

from forum.debates.models import Thread
from forum.lib.tables import table_of
from forum.search.postgres_engine.table import DOCUMENTS

HELD = DOCUMENTS.c
OF_THREADS = {"activity": (Thread.last_activity,), "replies": (Thread.reply_count, Thread.last_activity)}


def sign(order: str) -> int:
    """Whether later posts come first, or later."""
    return -1 if order == "oldest" else 1


def date(order: str) -> ColumnElement[float]:
    """The moment of a post: the greater, the later; in the order of the oldest, the earlier."""
    return sign(order) * cast(extract("epoch", HELD.created), Float)


def place(order: str) -> ColumnElement[float]:
    """Where a post stands, but for relevance; in the orders of threads all posts of one stand together."""
    if order not in OF_THREADS:
        return date(order)
    columns = [column.asc().nulls_first() for column in OF_THREADS[order]]
    return cast(func.dense_rank().over(order_by=[*columns, HELD.thread_id]), Float)


def source(order: str) -> Table | Join:
    """Where the columns of an order are found: those of threads are as the database has them now."""
    threads = table_of(Thread)
    return DOCUMENTS.outerjoin(threads, threads.c.id == HELD.thread_id) if order in OF_THREADS else DOCUMENTS
