"""Rows on their way into tables, a batch at a time."""

from collections import defaultdict

from sqlalchemy import func, select, text

from forum.extensions import Base, db
from forum.lib.tables import table_of
from forum.operations.seed.insertion import Row, insert_rows

BATCH = 1000


class Tables:
    """Collects rows, and inserts them in the order in which their tables were named: parents first.

    As many of a table as are there already are passed over: what was begun goes on.
    """

    def __init__(self, *models: type[Base]) -> None:
        self.waiting: dict[type[Base], list[Row]] = {model: [] for model in models}
        self.given: dict[type[Base], int] = defaultdict(int)
        self.there = {model: rows_of(model) for model in models}
        self.most = 0

    def add(self, model: type[Base], *rows: Row) -> None:
        """Have the rows inserted; all of one table have the same columns."""
        known = max(self.there[model] - self.given[model], 0)
        self.waiting[model] += rows[known:]
        self.given[model] += len(rows)
        self.most = max(self.most, len(self.waiting[model]))
        if self.most >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Insert what waits."""
        for model, rows in self.waiting.items():
            if rows:
                insert_rows(table_of(model), rows)
                rows.clear()
        self.most = 0


def rows_of(model: type[Base]) -> int:
    """How many rows a table has."""
    return db.session.scalar(select(func.count()).select_from(table_of(model))) or 0


def go_on_from(*models: type[Base]) -> None:
    """Let PostgreSQL give ids after those that were given here. SQLite does so by itself."""
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for model in models:
        name = table_of(model).name
        highest = db.session.scalar(select(func.max(table_of(model).c.id)))
        if highest:
            sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :highest)")
            db.session.execute(sequence, {"name": name, "highest": highest})
