"""Which forms were sent is remembered for a week."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from forum.debates.actions.writing import KEPT_FOR, remember_sent
from forum.debates.jobs import forget_sent_forms
from forum.debates.models import Submission
from forum.debates.queries import opening_post
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.factories import make_thread, make_user

pytestmark = pytest.mark.usefixtures("app")


def test_a_form_sent_more_than_a_week_ago_is_forgotten():
    author, thread = make_user(), make_thread()
    with transaction():
        for token in ("old", "new"):
            remember_sent(author, token, "digest", opening_post(thread))
        long_ago = utcnow() - KEPT_FOR - timedelta(minutes=1)
        db.session.execute(update(Submission).where(Submission.token == "old").values(created=long_ago))
    forget_sent_forms.look()
    assert db.session.scalars(select(Submission.token)).all() == ["new"]
