"""The real application on a real database built by the real migrations; each test is rolled back."""

from collections.abc import Iterator
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from config import read_settings
from forum.app import create_app
from forum.extensions import db


def settings_for(folder: Path, **more: str):
    """Settings of an application whose data folder is `folder`."""
    return read_settings({"FORUM_DATA_DIR": str(folder), "FORUM_RATE_LIMITS": "off", **more})


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, on a SQLite file of this session's own."""
    app = create_app(settings_for(tmp_path_factory.mktemp("data")), testing=True)
    with app.app_context():
        upgrade()
    return app


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    """A forum of the test's own, that several connections write to; with the mark `own_database`."""
    app = create_app(settings_for(tmp_path), testing=True)
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(autouse=True)
def rolled_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lend every session one connection, then undo whatever they did; but for tests with `own_database`."""
    if request.node.get_closest_marker("own_database"):
        yield
        return
    app = request.getfixturevalue("app")
    with app.app_context():
        engines = db.engines
        engine = engines[None]
        with engine.connect().execution_options(writes=True) as connection:
            outer = connection.begin()
            engines[None] = connection
            try:
                yield
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


class Browser(FlaskClient):
    """A client whose requests see nothing of the test's own context or session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader's browser, without scripts; it sends no CSRF tokens, which their own tests turn on."""
    app.config["WTF_CSRF_ENABLED"] = False
    return Browser(app, use_cookies=True)
