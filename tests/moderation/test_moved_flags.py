"""Whoever flagged decides nothing about it, also once their flag went to another case."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case, hear
from forum.moderation.actions.refusals import OwnFlag
from forum.moderation.models import Appeal, Decision
from forum.moderation.queries.appeals import find_appeal, hearers
from forum.moderation.queries.nobody import nobody_hears
from forum.permissions import Viewer, may
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes


@pytest.fixture
def moved(app, moderator):
    """An appeal against a hiding, with the moderator who flagged and whose flag went to another case."""
    called, author = make_user(role="moderator"), make_user()
    pepa, post = make_user(), make_reply(make_thread(), author=author)
    case = make_case(post, called, pepa)
    with transaction():
        hidden = decide_post(fresh(post), fresh(moderator), "hide", "se mira").id
        dismissed = dismiss_case(fresh(case), fresh(moderator)).id
    time_passes()
    with transaction():
        by_author = appeal(db.session.get_one(Decision, hidden), fresh(author), "No es así.").id
        by_pepa = appeal(db.session.get_one(Decision, dismissed), fresh(pepa), "Sí lo es.").id
    make_case(post, make_user())
    other = make_user(role="moderator")
    with transaction():
        hear(db.session.get_one(Appeal, by_pepa), fresh(other), "reversed", "Lo es.")
    assert fresh(case).state == "closed"
    return by_author, called, other


def test_they_do_not_hear_the_appeal(client, moved):
    asked, called, other = moved
    found = find_appeal(asked, Viewer(roles=frozenset({"moderator"})))
    assert {one.id for one in hearers(found)} == {other.id}
    assert not may(viewer_of(fresh(called)), "appeal.hear", found)
    assert may(viewer_of(fresh(other)), "appeal.hear", found)
    with pytest.raises(OwnFlag), transaction():
        hear(db.session.get_one(Appeal, asked), fresh(called), "upheld", "Lo denuncié yo.")
    sign_in(client, called)
    said = {"outcome": "upheld", "reasons": "Lo denuncié yo."}
    assert client.post(f"/moderation/appeals/{asked}", data=said).status_code == 403


def test_nor_do_they_count_as_somebody_who_could(moved):
    asked, _called, other = moved
    waits = select(Appeal.id).join(Appeal.decision).where(Appeal.id == asked, nobody_hears())
    assert db.session.scalar(waits) is None
    with transaction():
        fresh(other).role = "member"
    assert hearers(find_appeal(asked, Viewer(roles=frozenset({"moderator"})))) == []
    assert db.session.scalar(waits) == asked
