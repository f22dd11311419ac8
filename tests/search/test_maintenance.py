"""An index lost in maintenance: the worker makes one in files again, an operator one in the database."""

from collections import Counter

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import by_job
from forum.search import jobs
from forum.search.documents import count_behind
from forum.search.models import SearchWord
from tests.factories import make_thread
from tests.search.indexes import is_whoosh, lost


@pytest.fixture
def run(own_app):
    """Runs a command."""
    return lambda *args: own_app.test_cli_runner().invoke(args=list(args))


def job():
    """Index as the worker does."""
    with by_job():
        return jobs.index_changes()


def words():
    db.session.rollback()
    return {row.word: row.posts for row in db.session.scalars(select(SearchWord))}


def is_found(own_app):
    """Whether both swaps are found."""
    db.session.rollback()
    page = own_app.test_client().get("/search?q=permuta").text
    return "se está poniendo al día" not in page and 'data-total="2"' in page


def test_a_lost_index_is_built_in_maintenance_and_the_rest_is_done_afterwards(own_app, run):
    make_thread("Permuta de Lugo")
    job()
    make_thread("Permuta de Vigo")
    job()
    before = words()
    assert before["permuta"] == 2
    run("maintenance", "on")
    lost(jobs.engine())
    make_thread("Trienios")  # was on its way
    with pytest.raises(ReadOnly):
        job()  # on Whoosh only at its end: that the index holds the last thread cannot be said yet
    if not is_whoosh(jobs.engine()):
        assert run("search", "rebuild").exit_code == 0
    assert is_found(own_app)
    assert words()["permuta"] == 2
    run("maintenance", "off")
    job()
    assert count_behind() == 0
    assert words() == Counter(before) + Counter(["trienios", "busco", "plaza"])
    assert not (jobs.chosen.folder() / "words-to-count").exists()
