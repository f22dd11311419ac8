"""The table behind a model, for statements on rows rather than objects."""

from sqlalchemy import Table

from forum.extensions import Base


def table_of(model: type[Base]) -> Table:
    """The table of a model."""
    assert isinstance(model.__table__, Table)
    return model.__table__
