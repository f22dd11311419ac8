"""Comparing what is stored with what it should be: each room says what of its own, `check` runs it all.

A check finds problems and, where that is safe, mends them. It reads in one pass and keeps nothing, so that
its memory does not grow with the tables.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.extensions import db
from forum.lib.tables import table_of

AT_ONCE = 500  # rows read at a time


@dataclass(frozen=True)
class Problem:
    """Something that disagrees: what of which thing, what is stored there, and what it should be."""

    where: str
    what: str
    stored: object
    true: object
    id: int = 0

    def __str__(self) -> str:
        return f"{self.where}: {self.what} is {self.stored}, should be {self.true}"


@dataclass(frozen=True)
class Check:
    """One comparison. `mend` gets the ids of what `find` found, inside a transaction of the caller's.

    Where `mend` is None a person must look. With `apart`, it owns its transactions itself.
    """

    name: str
    find: Callable[[], Iterable[Problem]]
    mend: Callable[[Sequence[int]], object] | None = None
    apart: bool = False


def rows(query: Any) -> Iterator[Any]:
    """The rows of a query, some at a time."""
    with db.session.execute(query.execution_options(yield_per=AT_ONCE)) as result:
        yield from result


def stored_value(column: InstrumentedAttribute[Any], truth: ColumnElement[Any]) -> Check:
    """That a stored value is what a query, correlated to its row, says now; mended by storing that."""
    model = column.class_
    thing, wrong = thing_of(model), column.is_distinct_from(truth)

    def find() -> Iterator[Problem]:
        for row_id, stored, true in rows(select(model.id, column, truth).where(wrong).order_by(model.id)):
            yield Problem(f"{thing} {row_id}", column.key, stored, true, row_id)

    def mend(ids: Sequence[int]) -> None:
        values = {column.key: truth}
        db.session.execute(
            update(model).where(model.id.in_(ids), wrong).values(values),
            execution_options={"synchronize_session": False},
        )

    return Check(f"{thing}.{column.key}", find, mend)


def made_from(
    column: InstrumentedAttribute[str], make: Callable[[Any], str], *given: InstrumentedAttribute[Any]
) -> Check:
    """That a stored text is what `make` makes of the row's columns `given`; mended by storing that."""
    model = column.class_
    query, thing = select(model.id, column, *given).order_by(model.id), thing_of(model)

    def find() -> Iterator[Problem]:
        for row in rows(query):
            if row[1] != make(row):
                yield Problem(f"{thing} {row.id}", column.key, repr(row[1]), repr(make(row)), row.id)

    def mend(ids: Sequence[int]) -> None:
        for row in db.session.execute(query.where(model.id.in_(ids))).all():
            db.session.execute(update(model).where(model.id == row.id).values({column.key: make(row)}))

    return Check(f"{thing}.{column.key}", find, mend)


def thing_of(model: Any) -> str:
    """What a row of the table is called: «reading position»."""
    return table_of(model).name.replace("_", " ").removesuffix("s")
