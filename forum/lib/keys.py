"""Paging by key: a page starts after the last row of the one before, so page 500 costs what page 1 does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from flask import request
from sqlalchemy import ColumnElement, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from forum.lib.numbers import DIGITS
from forum.lib.refusals import NotFound

T = TypeVar("T")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Cursor:
    """The place in a list, newest first, after the row that has this moment and id."""

    moment: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.moment - EPOCH) // timedelta(microseconds=1)}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """The cursor in an address; None if it says nothing; NotFound if it is none."""
        if not text:
            return None
        micros, _, row_id = text.partition("-")
        if not (micros.isascii() and micros.isdecimal() and row_id.isascii() and row_id.isdecimal()):
            raise NotFound
        if len(micros) > 17 or len(row_id) > DIGITS:
            raise NotFound
        return cls(EPOCH + timedelta(microseconds=int(micros)), int(row_id))

    def after(
        self, moment: InstrumentedAttribute[datetime], row_id: InstrumentedAttribute[int]
    ) -> ColumnElement[bool]:
        """The condition that a row comes after this place in a list by `moment`, newest first."""
        return tuple_(moment, row_id) < tuple_(self.moment, self.id)


@dataclass(frozen=True)
class Rank:
    """The place in a list by a number, the greatest first, after the row that has this number and id."""

    number: int
    id: int

    def __str__(self) -> str:
        return f"{self.number}-{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Rank | None":
        """The place in an address; None if it says nothing; NotFound if it is none."""
        if not text:
            return None
        parts = text.split("-")
        if len(parts) != 2 or not all(
            part.isascii() and part.isdecimal() and len(part) <= DIGITS for part in parts
        ):
            raise NotFound
        return cls(*map(int, parts))

    def after(
        self, number: InstrumentedAttribute[int], row_id: InstrumentedAttribute[int]
    ) -> ColumnElement[bool]:
        """The condition that a row comes after this place in a list by `number`, the greatest first."""
        return tuple_(number, row_id) < tuple_(self.number, self.id)


def asked_cursor() -> Cursor | None:
    """The place in a list that the address asks for with `?after=`. NotFound if it is none."""
    return Cursor.parse(request.args.get("after"))


def asked_rank() -> Rank | None:
    """The same, of a list by a number."""
    return Rank.parse(request.args.get("after"))


@dataclass(frozen=True)
class Slice(Generic[T]):
    """Some rows of a list; `next` is where the following ones start, None at the end."""

    items: Sequence[T]
    next: Cursor | Rank | None
    start: Cursor | Rank | None = None

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def cut(
    rows: Sequence[T], size: int, key: Callable[[T], Cursor | Rank], start: Cursor | Rank | None = None
) -> Slice[T]:
    """A slice of `size` from rows that were asked for with one more, to know whether there are more."""
    shown = rows[:size]
    return Slice(shown, key(shown[-1]) if len(rows) > size else None, start)
