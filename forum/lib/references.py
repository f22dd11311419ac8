"""Foreign keys that lead nowhere: a database restored by hand, or written to without its constraints."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ForeignKeyConstraint, delete, exists, select, tuple_

from forum.extensions import Base, db
from forum.lib.checks import Check, Problem, rows


def reference_checks() -> list[Check]:
    """A check for each foreign key of every table."""
    tables = Base.metadata.sorted_tables
    keys = [key for table in tables for key in table.foreign_key_constraints if len(key.elements) == 1]
    return [reference(key) for key in sorted(keys, key=lambda key: str(key.name))]


def reference(key: ForeignKeyConstraint) -> Check:
    """That every row's reference leads to a row. What would have gone with that row is mended by going."""
    table, column, target = key.table, key.columns[0], key.elements[0].column
    parent = target.table.alias("parent")
    lost = column.is_not(None) & ~exists().where(parent.c[target.name] == column)
    primary = list(table.primary_key.columns)

    def find() -> Iterator[Problem]:
        for row in rows(select(*primary, column.label("led_to")).where(lost).order_by(*primary)):
            where = " ".join([table.name, "/".join(str(value) for value in row[: len(primary)])])
            yield Problem(
                where, column.name, row.led_to, f"the {target.name} of a row of {target.table.name}"
            )

    def mend(ids: Sequence[int]) -> None:
        db.session.execute(delete(table).where(tuple_(*primary).in_(select(*primary).where(lost))))

    return Check(f"{table.name}.{column.name} reference", find, mend if key.ondelete == "CASCADE" else None)
