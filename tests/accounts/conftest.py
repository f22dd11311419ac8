"""What tests of accounts share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade

from forum.app import create_app
from forum.extensions import limiter
from tests.conftest import settings_for


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[FlaskClient]:
    """A reader of a site of its own, where limits are on; with the mark `own_database`."""
    app = create_app(settings_for(tmp_path, FORUM_RATE_LIMITS="on"), testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade()
    yield app.test_client()
    limiter.enabled = False
