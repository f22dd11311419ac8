"""What a database's planner should not do."""

from typing import TypeVar

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

T = TypeVar("T")


def unindexed(column: InstrumentedAttribute[T] | ColumnElement[T]) -> ColumnElement[T]:
    """`column`, said so that no index on it is used: for a condition that most rows meet.

    SQLite, without statistics, takes every condition of equality for one that few rows meet.
    """
    return func.coalesce(column, column)
