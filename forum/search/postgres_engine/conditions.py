"""Conditions on the table apart from their values: of equal ones a statement is made once and kept.

Making a statement of a search anew takes longer than finding three words does (docs/search.md).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    false,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from forum.debates.models import Post
from forum.search.postgres_engine.table import DOCUMENTS, FORMAT

Columns = ReadOnlyColumnCollection[str, ColumnElement[Any]]
Making = Callable[[Columns, str], ColumnElement[bool]]

HELD: Columns = DOCUMENTS.c
LARGEST = 2**31 - 1
ELSEWHERE = DOCUMENTS.alias("elsewhere")
# Posts that changed since they were indexed: what is hidden, moved or removed changes, and so is left out
# before the index hears of it.
BEHIND = select(Post.id).where(Post.indexed_revision < Post.revision)


@dataclass(frozen=True)
class Test:
    """One of TESTS, of the value in a slot of those of the search."""

    name: str
    slot: int = -1


@dataclass(frozen=True)
class Every:
    """All of the parts; no parts: everything."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Either:
    """Any of the parts; no parts: nothing."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Except:
    """What the part is not true of."""

    part: "Condition"


Condition = Test | Every | Either | Except


def clause(condition: Condition, held: Columns = HELD, *, row_by_row: bool = False) -> ColumnElement[bool]:
    """A condition on the columns of posts as it is said to the database, its values bound by `named`.

    With `row_by_row` few posts are looked at, and words elsewhere are looked for in each.
    """
    if isinstance(condition, Test):
        name = HERE.get(condition.name, condition.name) if row_by_row else condition.name
        return TESTS[name](held, named(condition.slot))
    if isinstance(condition, Except):
        return not_(clause(condition.part, held, row_by_row=row_by_row))
    parts = [clause(part, held, row_by_row=row_by_row) for part in condition.parts]
    return and_(true(), *parts) if isinstance(condition, Every) else or_(false(), *parts)


def named(slot: int) -> str:
    """The name of the value in a slot."""
    return f"value{slot}"


def meets(held: Columns, name: str) -> ColumnElement[bool]:
    """Whether a vector meets a tsquery."""
    return held.vector.bool_op("@@")(cast(bindparam(name, type_=Text), TSQUERY))


def of_openings(held: Columns, name: str) -> ColumnElement[bool]:
    """The same, of openings."""
    return and_(held.opening, meets(held, name))


def elsewhere(test: Making) -> Making:
    """Words as a condition beside others: asked of the index by themselves, never of post after post."""
    return lambda held, name: held.post_id.in_(select(ELSEWHERE.c.post_id).where(test(ELSEWHERE.c, name)))


def one_of(column: str) -> Making:
    """Whether a text is one of those bound by a name."""
    return lambda held, name: held[column] == any_(bindparam(name, type_=ARRAY(Text)))


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether a number is one of those bound by a name."""
    return column == any_(bindparam(name, type_=ARRAY(Integer)))


def inside(held: Columns, *, behind: bool) -> Sequence[ColumnElement[bool]]:
    """In groups where the reader may look, and not changed since it was indexed; `behind`: some are told."""
    told = [~among(held.post_id, "behind")] if behind else []
    return [held.format == FORMAT, among(held.group_id, "groups"), held.post_id.not_in(BEHIND), *told]


def known(numbers: Iterable[int]) -> list[int]:
    """Those of these numbers that the database can be asked for."""
    return sorted(number for number in numbers if number <= LARGEST)


TESTS: dict[str, Making] = {
    "words": meets,
    "words of openings": of_openings,
    "words elsewhere": elsewhere(meets),
    "words of openings elsewhere": elsewhere(of_openings),
    "kind": one_of("kind"),
    "author": one_of("author"),
    "language": one_of("language"),
    "tag": lambda held, name: held.tags.bool_op("&&")(bindparam(name, type_=ARRAY(Text))),
    "group": lambda held, name: among(held.group_id, name),
    "thread": lambda held, name: among(held.thread_id, name),
    "opening": lambda held, _: held.opening.is_(True),
    "replies": lambda held, _: held.opening.is_(False),
    "first day": lambda held, name: held.day >= bindparam(name, type_=Date),
    "last day": lambda held, name: held.day <= bindparam(name, type_=Date),
}
HERE = {"words elsewhere": "words", "words of openings elsewhere": "words of openings"}
