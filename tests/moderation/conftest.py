"""Who moderates."""

import pytest
from flask.testing import FlaskClient

from forum.accounts.models import User
from tests.factories import make_user, sign_in


@pytest.fixture
def moderator() -> User:
    """A moderator of the whole site."""
    return make_user("nuria", role="moderator")


@pytest.fixture
def room(client: FlaskClient, moderator: User) -> FlaskClient:
    """The moderator's browser."""
    sign_in(client, moderator)
    return client
