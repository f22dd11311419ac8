"""Conditions on the table apart from their values: of equal ones a statement is made once and kept.

Making a statement of a search anew takes longer than finding three words does (docs/search.md).
"""

from collections.abc import Callable, Iterable
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

from forum.search.postgres_engine.table import DOCUMENTS

HELD = DOCUMENTS.c
LARGEST = 2**31 - 1
ELSEWHERE = DOCUMENTS.alias("elsewhere")


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


def clause(condition: Condition) -> ColumnElement[bool]:
    """A condition as it is said to the database, its values bound by `named`."""
    if isinstance(condition, Test):
        return TESTS[condition.name](named(condition.slot))
    if isinstance(condition, Except):
        return not_(clause(condition.part))
    parts = [clause(part) for part in condition.parts]
    return and_(true(), *parts) if isinstance(condition, Every) else or_(false(), *parts)


def named(slot: int) -> str:
    """The name of the value in a slot."""
    return f"value{slot}"


def meets(name: str, column: ColumnElement[Any] = HELD.vector) -> ColumnElement[bool]:
    """Whether a vector meets a tsquery."""
    return column.bool_op("@@")(cast(bindparam(name, type_=Text), TSQUERY))


def elsewhere(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Words as a condition beside others: asked of the index by themselves, never of post after post."""
    return HELD.post_id.in_(select(ELSEWHERE.c.post_id).where(*where))


def one_of(column: ColumnElement[str]) -> Callable[[str], ColumnElement[bool]]:
    """Whether a text is one of those bound by a name."""
    return lambda name: column == any_(bindparam(name, type_=ARRAY(Text)))


def among(column: ColumnElement[int]) -> Callable[[str], ColumnElement[bool]]:
    """Whether a number is one of those bound by a name."""
    return lambda name: column == any_(bindparam(name, type_=ARRAY(Integer)))


def known(numbers: Iterable[int]) -> list[int]:
    """Those of these numbers that the database can be asked for."""
    return sorted(number for number in numbers if number <= LARGEST)


TESTS: dict[str, Callable[[str], ColumnElement[bool]]] = {
    "words": meets,
    "words of openings": lambda name: and_(HELD.opening, meets(name)),
    "words elsewhere": lambda name: elsewhere(meets(name, ELSEWHERE.c.vector)),
    "words of openings elsewhere": lambda name: elsewhere(
        ELSEWHERE.c.opening, meets(name, ELSEWHERE.c.vector)
    ),
    "kind": one_of(HELD.kind),
    "author": one_of(HELD.author),
    "language": one_of(HELD.language),
    "tag": lambda name: HELD.tags.bool_op("&&")(bindparam(name, type_=ARRAY(Text))),
    "group": among(HELD.group_id),
    "thread": among(HELD.thread_id),
    "opening": lambda _: HELD.opening.is_(True),
    "replies": lambda _: HELD.opening.is_(False),
    "first day": lambda name: HELD.day >= bindparam(name, type_=Date),
    "last day": lambda name: HELD.day <= bindparam(name, type_=Date),
}
