"""The real application on real databases built by the real migrations; each test is rolled back.

A test that asks for `app`, or for what asks for it (`client`), runs twice: as `[sqlite]`, and with the mark
`postgres` as `[postgres]`. One that only uses the factories says `usefixtures("app")`. A test of plain
functions asks for neither, or for `plain_app`, and runs once. One column alone: `pytest -m postgres`, or
`pytest -m "not postgres"`.

What several connections do needs a database of its own, which nothing rolls back: `own_app`, or `make_app`
where the settings matter.
"""

import functools
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from math import inf
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.templating import Environment
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from forum.accounts import passwords
from forum.audit.heads import heads_file
from forum.commands import create_whole_app
from forum.extensions import db, limiter
from forum.lib import maintenance
from forum.search.engine import Engine
from forum.search.postgres_engine import PostgresEngine
from forum.search.whoosh_engine import WhooshEngine
from tests.databases import Database, Postgres, SQLite, settings_for
from tests.s3_server import S3Server
from tests.search.documents import at_once

COLUMNS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Passwords are hashed with small figures; tests/accounts/test_passwords.py asks for the real ones."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a template was compiled to serves every application of this run, in each of its processes."""
    folder = tmp_path_factory.getbasetemp()
    shared = (folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder) / "templates"
    shared.mkdir(exist_ok=True)
    cache = FileSystemBytecodeCache(str(shared))
    Flask.jinja_environment = functools.partial(Environment, bytecode_cache=cache)


def pytest_collection_finish() -> None:
    """What importing and collecting made stays until the end: the collector need not go through it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """The first column."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The second column."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A running store of files beyond this machine."""
    server = S3Server(tmp_path_factory.mktemp("s3"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(s3: S3Server) -> str:
    """What FORUM_FILES_URL is for an empty bucket of the test's own."""
    return s3.make_bucket(f"cubo-{uuid4().hex}")


@pytest.fixture(scope="session", params=COLUMNS)
def database(request: pytest.FixtureRequest) -> Database:
    """The kind of database that the test runs on this time."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Database], Flask]]:
    """Gives the application of a column, the same to every test of this process."""
    made: dict[Database, Flask] = {}

    def give(database: Database) -> Flask:
        if database not in made:
            settings = settings_for(tmp_path_factory.mktemp("data"), FORUM_DATABASE_URL=database.fresh())
            made[database] = without_maintenance(create_whole_app(settings, testing=True))
        return made[database]

    yield give
    for app in made.values():
        let_go(app)


@pytest.fixture(scope="session")
def plain_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application for tests that ask nothing of a database: it has none."""
    folder = tmp_path_factory.mktemp("plain")
    settings = settings_for(folder, FORUM_DATABASE_URL=f"sqlite:///{folder}/no/forum.db")
    return without_maintenance(create_whole_app(settings, testing=True))


def without_maintenance(app: Flask) -> Flask:
    """The application, which no page asks whether it is being maintained: statements are counted."""
    app.extensions[maintenance.KEY] = (inf, None)
    return app


@pytest.fixture
def app(database: Database, lasting: Callable[[Database], Flask]) -> Iterator[Flask]:
    """The application, on a database that the test finds and leaves empty."""
    app = without_maintenance(lasting(database))  # which an earlier test may have had it ask about
    with app.app_context(), rolled_back():
        heads_file().unlink(missing_ok=True)  # of rows that are no longer there
        yield app


@contextmanager
def rolled_back() -> Iterator[None]:
    """Lend every session one connection, then undo whatever they did."""
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


@pytest.fixture
def own_url(database: Database) -> Iterator[str]:
    """The address of a database of the test's own, empty and migrated."""
    url = database.fresh()
    yield url
    database.drop(url)


@pytest.fixture
def make_app(own_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Makes applications of the test's own, with the settings given, all on one database and data folder."""
    made: list[Flask] = []

    def make(**settings: str) -> Flask:
        given = {"FORUM_DATABASE_URL": own_url, **settings}
        made.append(create_whole_app(settings_for(tmp_path, **given), testing=True))
        return made[-1]

    yield make
    for app in made:
        let_go(app)


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> FlaskClient:
    """A reader of a site of its own, where limits are on."""
    app = make_app(FORUM_RATE_LIMITS="on")
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def own_app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A forum of the test's own, that several connections write to."""
    app = make_app()
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def engine(database: Database, tmp_path: Path) -> Engine:
    """A fresh and empty index: PostgreSQL's own in its column, where it is used inside the application."""
    if isinstance(database, Postgres):
        return PostgresEngine()
    made = WhooshEngine(tmp_path / "search")
    made.rebuild(at_once(()), len)
    return made


@pytest.fixture
def index(app: Flask, engine: Engine) -> Iterator[Engine]:
    """An index of the test's own, which the application uses."""
    app.extensions["search"] = engine
    yield engine
    del app.extensions["search"]


def let_go(app: Flask) -> None:
    """Close the application's connections, and turn limits off, which the last one made turns on for all."""
    limiter.enabled = False
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


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
