"""A forum that keeps pages, the same without, and browsers."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from forum.extensions import db
from tests.conftest import Browser
from tests.factories import sign_in


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
