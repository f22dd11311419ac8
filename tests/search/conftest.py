"""An index folder of each test's own."""

import pytest

from forum.search.whoosh_engine import WhooshEngine


@pytest.fixture
def engine(tmp_path):
    """A fresh and empty index."""
    made = WhooshEngine(tmp_path / "search")
    made.rebuild((), len)
    return made


@pytest.fixture
def app(app, engine):
    """The application, with this index."""
    app.extensions["search"] = engine
    yield app
    del app.extensions["search"]


@pytest.fixture
def index(app, engine):
    """The index that the application uses during the test."""
    return engine
