"""What tests of accounts share."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from forum.extensions import limiter


@pytest.fixture
def limited(make_app: Callable[..., Flask]) -> Iterator[FlaskClient]:
    """A reader of a site of its own, where limits are on."""
    app = make_app(FORUM_RATE_LIMITS="on")
    app.config["WTF_CSRF_ENABLED"] = False
    yield app.test_client()
    limiter.enabled = False
