"""Whichever case a hidden post has knows of the hiding, and there always is one."""

import pytest
from sqlalchemy import select

from forum.debates.models import Post
from forum.extensions import db
from forum.moderation.models import OPEN_STATES, Appeal, Case, Decision
from tests.factories import fresh, make_reply, make_thread, make_user, opening_of, sign_in
from tests.moderation.cases import audited, count, make_case, time_passes


@pytest.fixture
def post(app):
    return make_reply(make_thread(), author=make_user("autora"))


def decide(client, case, act, **more):
    return client.post(f"/moderation/cases/{case.id}", data={"act": act, "reason": "norma 3"} | more)


def hide(client, post):
    return client.post(f"/moderation/posts/{post.id}", data={"act": "hide", "reason": "se mira"})


def last(model=Decision):
    db.session.rollback()
    return db.session.scalars(select(model).order_by(model.id.desc())).first()


def undo(client, decision):
    return client.post(f"/moderation/decisions/{decision.id}/undo")


def open_case_of(post):
    db.session.rollback()
    return db.session.scalar(select(Case).where(Case.post_id == post.id, Case.state.in_(OPEN_STATES)))


def dismissed_then_flagged_anew(room, post):
    """A case in which the post was hidden and then seen again, and the one that was opened after that."""
    first = make_case(post, make_user("pepa"))
    decide(room, first, "hide")
    decide(room, first, "dismiss")
    return first, make_case(post, make_user())


def test_undoing_a_dismissal_hides_the_post_in_the_case_that_was_opened_meanwhile(room, moderator, post):
    first, second = dismissed_then_flagged_anew(room, post)
    assert undo(room, last()).status_code == 303
    assert (fresh(first).state, fresh(second).state, fresh(post).state) == ("closed", "in_hand", "hidden")
    assert fresh(second).assignee_id == moderator.id
    page = room.get(f"/moderation/cases/{second.id}").text
    assert "vuelve a verse" in page
    assert 'value="restore"' not in page
    decide(room, second, "dismiss")
    assert (fresh(second).state, fresh(post).state) == ("decided", "visible")


def test_so_does_its_reversal_on_appeal(room, post):
    first, second = dismissed_then_flagged_anew(room, post)
    time_passes()
    sign_in(room, db.session.scalar(select(type(make_user())).filter_by(username="pepa")))
    assert room.post(f"/me/flags/{first.id}", data={"text": "Sí lo es."}).status_code == 303
    sign_in(room, make_user(role="moderator"))
    heard = {"outcome": "reversed", "reasons": "Lo es."}
    assert room.post(f"/moderation/appeals/{last(Appeal).id}", data=heard).status_code == 303
    assert (fresh(second).state, fresh(post).state) == ("in_hand", "hidden")
    answer = decide(room, second, "none", sanction="warn")
    assert answer.status_code in (409, 422)
    room.post("/moderation/", data={"act": "dismiss", "case": second.id, "reason": ""})
    assert (fresh(second).state, fresh(post).state) == ("decided", "visible")


def test_what_was_decided_beside_does_not_keep_the_case_shut_once_the_post_is_hidden_again(room, post):
    case = make_case(post)
    decide(room, case, "hide")
    decide(room, case, "remove", sanction="warn")
    undo(room, db.session.scalar(select(Decision).where(Decision.act == "remove")))
    assert (fresh(post).state, fresh(case).state) == ("hidden", "in_hand")


def test_hiding_what_nobody_flagged_opens_a_case_of_the_teams_own(room, moderator, post):
    assert hide(room, post).location == f"/posts/{post.id}"
    case = open_case_of(post)
    assert (case.state, case.assignee_id, case.weight) == ("in_hand", moderator.id, 0)
    assert last().case_id == case.id
    assert "case.open" in audited("case")
    assert "lo abrió el equipo" in room.get("/moderation/mine").text
    assert "El equipo abrió el caso" in room.get(f"/moderation/cases/{case.id}").text
    assert "vuelve a verse" in room.get(f"/moderation/cases/{case.id}").text
    decide(room, case, "dismiss")
    assert (fresh(case).state, fresh(post).state) == ("decided", "visible")


def test_it_ends_when_hiding_is_undone_unless_somebody_flagged_meanwhile(room, moderator, post):
    hide(room, post)
    case = open_case_of(post)
    undo(room, last())
    assert (fresh(case).state, fresh(post).state) == ("closed", "visible")
    other = make_reply(make_thread())
    hide(room, other)
    kept = open_case_of(other)
    said = {"kind": "other", "text": "Es una calumnia.", "name": "Vecina", "email": "vecina@example.org"}
    sign_in(room, make_user())
    room.post("/legal/notice", data={"address": f"/posts/{other.id}", "good_faith": "y", **said})
    sign_in(room, moderator)
    undo(room, db.session.scalar(select(Decision).where(Decision.case_id == kept.id)))
    assert (fresh(kept).state, fresh(other).state) == ("in_hand", "visible")


def test_it_ends_when_hiding_is_reversed_on_appeal(room, post):
    hide(room, post)
    case = open_case_of(post)
    time_passes()
    sign_in(room, db.session.get_one(type(make_user()), fresh(post).author_id))
    room.post(f"/me/decisions/{last().id}", data={"text": "No es así."})
    sign_in(room, make_user(role="moderator"))
    heard = {"outcome": "reversed", "reasons": "No lo era."}
    assert room.post(f"/moderation/appeals/{last(Appeal).id}", data=heard).status_code == 303
    assert (fresh(case).state, fresh(post).state) == ("closed", "visible")


def test_nothing_is_hidden_twice_nor_has_two_cases(room, post):
    hide(room, post)
    assert hide(room, post).status_code == 409
    assert count(Case) == 1


def test_removing_a_debate_whose_opening_is_hidden_leaves_that_to_be_decided(room):
    thread = make_thread()
    opening = db.session.get_one(Post, opening_of(thread).id)
    hide(room, opening)
    case = open_case_of(opening)
    removed = room.post(f"/moderation/threads/{thread.id}", data={"act": "remove", "reason": "publicidad"})
    assert removed.status_code == 303
    assert (fresh(thread).state, fresh(case).state) == ("removed", "in_hand")
