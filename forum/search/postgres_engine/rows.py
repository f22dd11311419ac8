"""Documents as rows of the table: put in, in place of older ones, and taken out."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Table, Text, bindparam, cast, delete, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from forum.extensions import db
from forum.lib.transactions import slow
from forum.search.engine import Document
from forum.search.postgres_engine.table import DOCUMENTS, FORMAT, MISSED
from forum.search.postgres_engine.vectors import vector

Rows = list[dict[str, Any]]


def row(document: Document) -> dict[str, Any]:
    """A document as a row."""
    words, length = vector(document)
    return {
        "post_id": document.post_id,
        "thread_id": document.thread_id,
        "group_id": document.group_id,
        "length": length,
        "created": document.created,
        "day": document.day,
        "format": FORMAT,
        "opening": document.number == 1,
        "picked": document.picked,
        "kind": document.kind,
        "language": document.language,
        "author": document.author,
        "tags": list(document.tags),
        "words": words,
    }


@slow
def rows_of(documents: Iterable[Document]) -> Rows:
    """Documents as rows, by id; of a post that is there twice the last one holds."""
    rows = {document.post_id: row(document) for document in documents}
    return [rows[post_id] for post_id in sorted(rows)]


def put(table: Table, rows: Rows) -> None:
    """Put rows in, in place of older ones."""
    if not rows:
        return
    said = insert(table).values(vector=cast(bindparam("words", type_=Text), TSVECTOR))
    others = {column.name: said.excluded[column.name] for column in table.c if column.name != "post_id"}
    say = said.on_conflict_do_update(index_elements=["post_id"], set_=others)
    db.session.connection().execute(say, rows)


def replace(rows: Rows, removed: Iterable[int]) -> None:
    """Put rows into the index and take posts out. An index that is being built hears of them."""
    removed = sorted(set(removed))
    put(DOCUMENTS, rows)
    if removed:
        db.session.execute(delete(DOCUMENTS).where(DOCUMENTS.c.post_id.in_(removed)))
    touched = {*removed, *(int(row["post_id"]) for row in rows)}
    if touched and is_there(MISSED):
        note(touched)


def note(post_ids: Collection[int]) -> None:
    """Remember what an index that is being built may have read too early."""
    rows = [{"post_id": post_id} for post_id in sorted(post_ids)]
    db.session.connection().execute(insert(MISSED).on_conflict_do_nothing(), rows)


def is_there(table: Table) -> bool:
    """Whether there is such a table."""
    return db.session.scalar(select(func.to_regclass(table.name))) is not None
