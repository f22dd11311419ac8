"""An index folder of each test's own."""

import pytest

from forum.search.whoosh_engine import WhooshEngine


@pytest.fixture(autouse=True)
def index(app, tmp_path):
    """A fresh index, used by the application during the test."""
    app.extensions["search"] = engine = WhooshEngine(tmp_path / "search")
    engine.create()
    yield engine
    del app.extensions["search"]
