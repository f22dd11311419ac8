"""Whatever is tested of the search has an index of its own."""

import pytest


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
