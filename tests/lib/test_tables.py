"""Other names of a model, asked for by many threads at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import aliased

from forum.debates.models import Post
from forum.lib.tables import alias_of

MANY, ROUNDS = 8, 60


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that give way to each other all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def statement_of(other: type[Post]) -> str:
    """A statement that asks for every column of a name of the posts."""
    columns = [getattr(other, attribute.key) for attribute in inspect(Post).column_attrs]
    return str(select(*[func.coalesce(column, column) for column in columns]).where(other.state == "visible"))


@pytest.mark.usefixtures("hasty")
def test_a_new_name_is_the_same_for_all_who_ask_for_its_columns_at_once():
    right, said = statement_of(aliased(Post)), set()
    with ThreadPoolExecutor(MANY) as pool:
        for _ in range(ROUNDS):
            other, together = alias_of(Post), Barrier(MANY)

            def ask(other: type[Post] = other, together: Barrier = together) -> str:
                together.wait()
                return statement_of(other)

            said |= {one.result() for one in [pool.submit(ask) for _ in range(MANY)]}
    assert said == {right}
