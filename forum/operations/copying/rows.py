"""Copying all rows from one database to another, in batches that a second run goes on after."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Engine,
    MetaData,
    Row,
    Select,
    String,
    Table,
    bindparam,
    delete,
    func,
    insert,
    inspect,
    select,
    tuple_,
    update,
)

from forum.extensions import Base

BATCH = 1000  # rows
INDEX = "search_documents"  # which is built anew
Told = Callable[[int], object]
Key = Sequence[Any]

# How far each table is, in the target, while a copy is under way.
COPYING = Table(
    "copying",
    MetaData(),
    Column("name", String(60), primary_key=True),
    Column("last", JSON, nullable=False),
    Column("rows", BigInteger, nullable=False),
)


def tables() -> Sequence[Table]:
    """The tables of the forum, those that others refer to first."""
    return [table for table in Base.metadata.sorted_tables if table.name != INDEX]


def begin(target: Engine) -> None:
    """Empty the tables, unless a copy has begun: making them left a row in the log, and a start a group."""
    if not inspect(target).has_table(COPYING.name):
        with target.begin() as writing:
            for table in reversed(tables()):
                writing.execute(delete(table))
            COPYING.create(writing)


def copy_rows(source: Engine, target: Engine, told: Told) -> int:
    """Copy what is not yet in the target; gives how many rows there are. `told` hears of each batch.

    Each batch is one transaction, with how far it went, so a run that was killed loses none and doubles none.
    """
    with source.connect() as reading:
        total = sum(copy_table(table, reading, target, told) for table in tables())
        for table in tables():
            close_circles(table, reading, target)
    return total


def copy_table(table: Table, reading: Connection, target: Engine, told: Told) -> int:
    """Copy one table from where the last run ended; gives how many rows were copied, by all runs."""
    with target.connect() as connection:
        known = connection.execute(select(COPYING).where(COPYING.c.name == table.name)).first()
    last, count = (known.last, known.rows) if known else (None, 0)
    told(count)
    for rows in batches(table, reading, last):
        with target.begin() as writing:
            writing.execute(insert(table), [values_of(table, row) for row in rows])
            count += len(rows)
            note(writing, table, key_of(table, rows[-1]), count)
        told(len(rows))
    return count


def note(writing: Connection, table: Table, last: Key, count: int) -> None:
    """Keep how far a table is."""
    values = {"last": list(last), "rows": count}
    changed = writing.execute(update(COPYING).where(COPYING.c.name == table.name).values(values))
    if not changed.rowcount:
        writing.execute(insert(COPYING).values(name=table.name, **values))


def batches(table: Table, reading: Connection, last: Key | None = None) -> Iterator[Sequence[Row[Any]]]:
    """The rows of a table after a key, in the order of keys, some at a time."""
    while rows := reading.execute(after(table, last)).all():
        yield rows
        last = key_of(table, rows[-1])


def after(table: Table, last: Key | None) -> Select[Any]:
    """The next rows of a table after a key."""
    query = select(table).order_by(*table.primary_key).limit(BATCH)
    return query if last is None else query.where(tuple_(*table.primary_key) > tuple_(*last))


def key_of(table: Table, row: Row[Any]) -> tuple[Any, ...]:
    """The primary key of a row."""
    return tuple(row._mapping[column] for column in table.primary_key)


def circles(table: Table) -> Sequence[Column[Any]]:
    """The columns that refer to rows of the same table, which may come later."""
    return [key.parent for key in table.foreign_keys if key.column.table is table]


def values_of(table: Table, row: Row[Any]) -> dict[str, Any]:
    """A row to insert, without what may refer to one that is not there yet."""
    later = circles(table)
    return {column.name: None if column in later else row._mapping[column] for column in table.columns}


def close_circles(table: Table, reading: Connection, target: Engine) -> None:
    """Fill in what was left out."""
    for column in circles(table):
        (key,) = table.primary_key
        query = select(key.label("row"), column.label("value")).where(column.is_not(None))
        rows = [dict(row) for row in reading.execute(query).mappings()]
        if rows:
            fill = update(table).where(key == bindparam("row")).values({column.name: bindparam("value")})
            with target.begin() as writing:
                writing.execute(fill, rows)


def differing(source: Engine, target: Engine, told: Told) -> str | None:
    """What of the target is not as in the source, in one line; None if all of it is the same."""
    with source.connect() as one, target.connect() as other:
        for table in tables():
            counted = select(func.count()).select_from(table)
            was, became = one.scalar(counted), other.scalar(counted)
            if was != became:
                return f"{table.name}: {was} rows became {became}"
            for rows in batches(table, one):
                wrong = odd_one(table, rows, other)
                if wrong is not None:
                    return f"{table.name}: the row {wrong} is another"
                told(len(rows))
    return None


def odd_one(table: Table, rows: Sequence[Row[Any]], other: Connection) -> tuple[Any, ...] | None:
    """The key of the first of these rows that is not the same there."""
    keys = [key_of(table, row) for row in rows]
    there = {
        key_of(table, row): tuple(row)
        for row in other.execute(select(table).where(tuple_(*table.primary_key).in_(keys)))
    }
    return next((key for key, row in zip(keys, rows, strict=True) if there.get(key) != tuple(row)), None)


def settle(target: Engine) -> None:
    """Have the target give out numbers after those that came, and forget that it was copied."""
    with target.begin() as connection:
        if connection.dialect.name == "postgresql":
            for table in tables():
                advance(connection, table)
        COPYING.drop(connection)


def advance(connection: Connection, table: Table) -> None:
    """Have PostgreSQL number the next row of a table after the last."""
    key = table.autoincrement_column
    if key is None:
        return
    sequence = func.pg_get_serial_sequence(table.name, key.name)
    last = connection.scalar(select(func.max(key)))
    connection.execute(select(func.setval(sequence, last or 1, last is not None)))
