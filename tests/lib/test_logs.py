"""What the log keeps of a failure: enough to find it, and nobody's secret."""

import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from forum.extensions import db


def test_a_failure_is_logged_by_its_route_and_not_by_its_address(plain_app):
    with plain_app.test_request_context("/reset/un-secreto"), capture_logs() as lines:
        try:
            raise ValueError
        except ValueError:
            plain_app.log_exception(sys.exc_info())
    assert [line["route"] for line in lines] == ["/reset/<token>"]
    assert "un-secreto" not in str(lines)


def test_an_error_of_the_database_does_not_say_the_values(client):
    with pytest.raises(SQLAlchemyError) as failed:
        db.session.execute(text("SELECT missing FROM users WHERE email = :email"), {"email": "ana-secreta"})
    assert "ana-secreta" not in str(failed.value)
