"""In what order posts are taken, and what they score where words have no say."""

from typing import Any

from sqlalchemy import ColumnElement, Float, FromClause, Table, cast, extract, func
from sqlalchemy.sql.selectable import Join

from forum.debates.models import Thread
from forum.lib.indexes import unindexed
from forum.lib.tables import table_of
from forum.search.postgres_engine.table import DOCUMENTS

HELD = DOCUMENTS.c
OF_THREADS = {"activity": (Thread.last_activity,), "replies": (Thread.reply_count, Thread.last_activity)}


def sign(order: str) -> int:
    """Whether later posts come first, or later."""
    return -1 if order == "oldest" else 1


def first(order: str) -> list[ColumnElement[Any]]:
    """What puts the posts of an order first, relevance apart.

    Dates are said so that their index does not give the order: PostgreSQL would walk along it for rare words.
    """
    created = unindexed(HELD.created)
    if order == "oldest":
        return [created.asc(), HELD.post_id.asc()]
    if order in OF_THREADS:
        return [place(order).desc(), HELD.post_id.desc()]
    return [created.desc(), HELD.post_id.desc()]


def place(order: str) -> ColumnElement[float]:
    """Where the thread of a post stands: all posts of one stand together."""
    columns = [column.asc().nulls_first() for column in OF_THREADS[order]]
    return cast(func.dense_rank().over(order_by=[*columns, HELD.thread_id]), Float)


def date(order: str, found: FromClause) -> ColumnElement[float]:
    """The moment of a post: the greater, the later; in the order of the oldest, the earlier."""
    return sign(order) * cast(extract("epoch", found.c.created), Float)


def source(order: str) -> Table | Join:
    """Where the columns of an order are found: those of threads are as the database has them now."""
    threads = table_of(Thread)
    return DOCUMENTS.outerjoin(threads, threads.c.id == HELD.thread_id) if order in OF_THREADS else DOCUMENTS
