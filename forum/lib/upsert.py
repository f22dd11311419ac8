"""INSERT that meets a row already there, said once for both databases."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from forum.extensions import Base, db
from forum.lib.tables import table_of


def insert_into(model: type[Base]) -> Any:
    """An INSERT on `model`'s table that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table_of(model))
