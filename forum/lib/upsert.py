"""INSERT that meets a row already there, said once for both databases."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from forum.extensions import Base, db


def insert_into(model: type[Base]) -> Any:
    """An INSERT on `model`'s table that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    table = model.__table__
    assert isinstance(table, Table)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)
