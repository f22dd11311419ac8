"""A forum that keeps pages, the same without, and browsers; one of two processes, and one that writes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.commands import create_whole_app
from forum.extensions import db
from tests.conftest import Browser, let_go
from tests.databases import settings_for
from tests.factories import sign_in
from tests.servers import Server


@pytest.fixture
def kept(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    """A forum of the test's own that keeps pages."""
    app = make_app(FORUM_PAGE_CACHE="8")
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def bare(make_app: Callable[..., Flask]) -> Flask:
    """The same forum without."""
    return make_app(FORUM_PAGE_CACHE="0")


@pytest.fixture
def browser(kept: Flask) -> Callable[..., Browser]:
    """Somebody's browser."""

    def of(user, app: Flask = kept) -> Browser:
        browser = Browser(app, use_cookies=True)
        sign_in(browser, user)
        return browser

    return of


@pytest.fixture
def server(own_url: str, tmp_path: Path) -> Iterator[Server]:
    """Two processes that keep pages."""
    server = Server(tmp_path, {"FORUM_DATABASE_URL": own_url})
    server.start(workers=2)
    yield server
    server.stop()


@pytest.fixture
def writer(server: Server, own_url: str) -> Iterator[Flask]:
    """A process that writes, and makes each page anew."""
    app = create_whole_app(
        settings_for(server.folder, FORUM_DATABASE_URL=own_url, FORUM_BASE_URL=server.url), testing=True
    )
    with app.app_context():
        yield app
        db.session.remove()
    let_go(app)
