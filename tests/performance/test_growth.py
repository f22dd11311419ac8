"""A page asks the database for the same, and as little, of a small community and of a large one."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bench.growth import Cost, costs
from forum.app import create_app
from forum.lib.transactions import transaction
from forum.operations.seed.load import fill
from forum.operations.seed.size import Size
from forum.operations.seed.texts import make_words
from tests.conftest import let_go
from tests.databases import Database, SQLite, settings_for
from tests.performance.statements import STATEMENTS

pytestmark = pytest.mark.long

SMALL, LARGE = Size(60, 400, 1_000, 100), Size(60, 2_000, 8_000, 1_000)
MORE, DEEPER = 1.2, 1.1  # DESIGN: times the steps of a page that has more behind it

Costs = tuple[dict[str, Cost], dict[str, Cost]]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Database], Costs]:
    """Gives what the pages of both communities cost in a column; each is measured once."""
    taken: dict[Database, Costs] = {}

    def give(database: Database) -> Costs:
        if database not in taken:
            small, large = (
                costs_of(database, size, tmp_path_factory.mktemp("seeded")) for size in (SMALL, LARGE)
            )
            taken[database] = small, large
        return taken[database]

    return give


def costs_of(database: Database, size: Size, folder: Path) -> dict[str, Cost]:
    """What the pages of a community of this size cost."""
    url = database.fresh()
    app = create_app(settings_for(folder, FORUM_DATABASE_URL=url), testing=True)
    chance = Random(1)
    with app.app_context():
        words = make_words(size.posts, None, chance, int)
        with transaction():
            deque(fill(size, words, chance, (), int), maxlen=0)
    found = costs(app)
    let_go(app)
    database.drop(url)
    return found


@pytest.fixture
def both(database: Database, seeded: Callable[[Database], Costs]) -> Costs:
    """What the pages of the small and of the large community cost, on either database."""
    return seeded(database)


@pytest.fixture
def on_sqlite(sqlite: SQLite, seeded: Callable[[Database], Costs]) -> Costs:
    """The same on SQLite, which counts its steps."""
    return seeded(sqlite)


def test_every_page_runs_so_many_statements_whatever_the_size(both: Costs):
    for size in both:
        assert {name: cost.statements for name, cost in size.items()} == STATEMENTS


def test_no_page_reads_a_large_table_from_end_to_end(both: Costs):
    assert [cost.whole for size in both for cost in size.values() if cost.whole] == []


def test_steps_do_not_grow_with_the_community(on_sqlite: Costs):
    small, large = on_sqlite
    grown = {name: large[name].steps / small[name].steps for name in STATEMENTS}
    assert {name: times for name, times in grown.items() if times > MORE} == {}


def test_the_end_of_a_long_thread_is_as_near_as_its_beginning(on_sqlite: Costs):
    large = on_sqlite[1]
    assert large["thread, last page"].steps <= DEEPER * large["thread, first page"].steps
