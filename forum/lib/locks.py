"""Holding what a transaction is about to change, where several write at once: on PostgreSQL.

One order everywhere, so that no two transactions wait for each other: words, threads, groups, tags, people,
rows of each by id; then what hangs on them, and last the end of the audit log. On SQLite whoever writes has
the whole database (forum/lib/turns.py), and nothing here does anything. docs/decisions/0022 has the why.
"""

from collections.abc import Collection
from hashlib import blake2b
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, inspect, select

from forum.extensions import Base, db

EVERYBODY = 7362  # the advisory lock that each transaction shares, and one that must be alone does not


def writers_meet() -> bool:
    """Whether transactions that write may run side by side."""
    return db.session.get_bind().dialect.name == "postgresql"


def id_of(row: Any) -> int:
    """The id of a row, without reading the row again where a new transaction has forgotten the rest of it."""
    identity = inspect(row).identity
    return int(identity[0] if identity else row.id)


def held(query: Select[Any]) -> Select[Any]:
    """`query` with its rows held until the transaction ends, and read again.

    Rows that refer to them may be written meanwhile (FOR NO KEY UPDATE).
    """
    return query.with_for_update(key_share=True).execution_options(populate_existing=True)


def hold_row(row: Any) -> None:
    """Hold a row until the transaction ends, and read it again."""
    model = type(row)
    db.session.scalars(held(select(model).where(model.id == id_of(row)))).one()


def hold(model: Any, *where: ColumnElement[bool]) -> None:
    """Hold the rows of a table that meet the conditions, by id, until the transaction ends."""
    if writers_meet():
        db.session.execute(held(select(model.id).where(*where).order_by(model.id))).all()


def hold_free(model: Any, ids: Collection[int]) -> set[int]:
    """Hold those of these rows that nobody else does, and wait for none; gives their ids."""
    if not writers_meet():
        return set(ids)
    free = select(model.id).where(model.id.in_(ids)).with_for_update(key_share=True, skip_locked=True)
    return set(db.session.scalars(free))


def hold_word(kind: str, word: object) -> None:
    """Hold what is no row yet, such as an address that somebody may be about to take: before any row."""
    if writers_meet():
        db.session.execute(select(func.pg_advisory_xact_lock(number_of(kind, word))))


def number_of(kind: str, word: object) -> int:
    """The number that stands for a word: 64 bits with sign, as PostgreSQL's advisory locks have it."""
    digest = blake2b(f"{kind}:{word}".encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def join_in(*, alone: bool) -> None:
    """Begin to write beside the others; `alone`, once they are done, and they wait."""
    if writers_meet():
        take = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        db.session.execute(select(take(EVERYBODY)))


def wait_at_most(seconds: float) -> None:
    """Let this transaction wait no longer for any lock: then it fails with OperationalError."""
    if writers_meet():
        db.session.execute(select(func.set_config("lock_timeout", f"{seconds * 1000:.0f}ms", True)))


def forget(model: type[Base], *where: ColumnElement[bool]) -> None:
    """Delete the rows that meet the conditions, but for those that somebody holds: another time."""
    key: Any = model.id  # type: ignore[attr-defined]
    free = select(key).where(*where).with_for_update(skip_locked=True)
    db.session.execute(delete(model).where(key.in_(free)), execution_options={"synchronize_session": False})
