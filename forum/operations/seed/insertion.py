"""Many rows into a table at once, as each database takes them fastest."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Dialect, Table, insert

from forum.extensions import db

Row = dict[str, Any]


def insert_rows(table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns; the others get their defaults."""
    connection = db.session.connection()
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    columns = [column for column in table.columns if column.name in rows[0] or column.default is not None]
    written = connection.dialect.identifier_preparer
    names = ", ".join(written.format_column(column) for column in columns)
    statement = f"COPY {written.format_table(table)} ({names}) FROM STDIN"
    values = [values_of(column, rows, connection.dialect) for column in columns]
    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in zip(*values, strict=True):
            copy.write_row(row)


def values_of(column: Column[Any], rows: Sequence[Row], dialect: Dialect) -> Iterator[Any]:
    """The rows' values in a column, as the driver takes them."""
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    default = default_of(column)
    for row in rows:
        value = row[column.name] if column.name in row else default()
        yield convert(value) if convert else value


def default_of(column: Column[Any]) -> Callable[[], Any]:
    """What gives the column's value where a row has none."""
    default: Any = column.default
    if default is None or default.is_scalar:
        return lambda: None if default is None else default.arg
    return lambda: default.arg(None)
