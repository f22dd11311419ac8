"""INSERT that meets a row already there, said once for both databases."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from forum.extensions import Base, db
from forum.lib.tables import table_of


def insert_into(model: type[Base]) -> Any:
    """An INSERT on `model`'s table that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table_of(model))


def built_once(build: Callable[[], Any]) -> Callable[[], Any]:
    """Have a statement with such an INSERT built once for each kind of database: it takes long."""

    @cache
    def built(dialect: str) -> Any:
        return build()

    return lambda: built(db.session.get_bind().dialect.name)
