"""The table behind a model, for statements on rows rather than objects; and other names for it."""

from typing import TypeVar

from sqlalchemy import Table, inspect
from sqlalchemy.orm import aliased

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


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    assert isinstance(model.__table__, Table)
    return model.__table__
