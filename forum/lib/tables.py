"""The table behind a model, for statements on rows rather than objects; and other names for it."""

from typing import Any, TypeVar

from sqlalchemy import Table, inspect
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import WriteableColumnCollection
from sqlalchemy.util import OrderedSet

from forum.extensions import Base

Model = TypeVar("Model", bound=Base)


def alias_of(model: type[Model]) -> type[Model]:
    """Another name of a model, for statements of many threads.

    Its columns are made here. SQLAlchemy makes them when they are first asked for: two threads at once would
    each make their own, and one would look in vain for its columns in what the other's statement gave.
    """
    made = aliased(model)
    assert inspect(made).selectable.c
    return made


def index_at_once(columns: WriteableColumnCollection[Any, Any]) -> None:
    """Say where each column of a collection comes from: whole, as other threads see it, or not yet.

    SQLAlchemy (2.1.9) does so when a column is first looked for, and one by one. Who looks meanwhile takes
    what there is of it for all, and their statement gets a table that is joined with nothing.
    """
    index: dict[Any, OrderedSet[Any]] = {}
    for _, _, column in columns._collection:
        for origin in column.get_expanded_proxy_set():
            index.setdefault(origin, OrderedSet()).add(column)
    columns._proxy_index.update(index)


WriteableColumnCollection._init_proxy_index = index_at_once  # type: ignore[assignment, method-assign]


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    assert isinstance(model.__table__, Table)
    return model.__table__
