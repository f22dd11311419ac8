"""Hiding a post while its case is looked into: nothing is decided yet."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.moderation.models import Appeal, Case, Decision
from forum.notifications.models import Mail
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import decisions, make_case, time_passes


@pytest.fixture
def post(app):
    return make_reply(make_thread(), author=make_user("autora"))


def decide(client, case, act, **more):
    return client.post(f"/moderation/cases/{case.id}", data={"act": act, "reason": "norma 3"} | more)


def undo(client, act):
    db.session.rollback()
    last = db.session.scalars(
        select(Decision).where(Decision.act == act).order_by(Decision.id.desc())
    ).first()
    return client.post(f"/moderation/decisions/{last.id}/undo")


def mailed():
    db.session.rollback()
    return [(mail.recipient.partition("@")[0], mail.subject) for mail in db.session.scalars(select(Mail))]


def test_the_case_stays_open_in_the_hands_of_whoever_hid_the_post(room, moderator, post):
    case = make_case(post)
    assert decide(room, case, "hide").status_code == 303
    assert (fresh(post).state, fresh(case).state, fresh(case).assignee_id) == (
        "hidden",
        "in_hand",
        moderator.id,
    )
    assert f'data-case="{case.id}"' in room.get("/moderation/").text


def test_it_stays_with_whoever_had_it_in_hand(room, post):
    case, other = make_case(post), make_user(role="moderator")
    room.post(f"/moderation/cases/{case.id}/assignee", data={"to": other.id})
    decide(room, case, "hide")
    assert fresh(case).assignee_id == other.id


def test_hiding_from_the_post_itself_or_many_at_once_leaves_the_case_open_too(room, post):
    case, other = make_case(post), make_reply(make_thread())
    second = make_case(other)
    hidden = {"act": "hide", "reason": "se mira"}
    assert room.post(f"/moderation/posts/{post.id}", data=hidden).location == f"/posts/{post.id}"
    assert room.post("/moderation/", data=hidden | {"case": second.id}).status_code == 303
    for one, about in ((case, post), (second, other)):
        assert (fresh(one).state, fresh(about).state) == ("in_hand", "hidden")


def test_the_author_is_told_why_and_whoever_flagged_only_what_is_decided_in_the_end(room, post):
    pepa = make_user("pepa")
    case = make_case(post, pepa)
    decide(room, case, "hide")
    time_passes()
    assert [name for name, _ in mailed()] == ["autora"]
    sign_in(room, pepa)
    assert "la está mirando" in room.get("/me/flags").text
    assert "la está mirando" in room.get(f"/me/flags/{case.id}").text
    sign_in(room, make_user(role="moderator"))
    decide(room, case, "remove")
    time_passes()
    assert sorted(name for name, _ in mailed()) == ["autora", "autora", "pepa"]
    sign_in(room, pepa)
    assert "El mensaje se ha retirado." in room.get(f"/me/flags/{case.id}").text


def test_dismissing_shows_it_again_and_tells_its_author(room, post):
    pepa = make_user("pepa")
    case = make_case(post, pepa)
    decide(room, case, "hide")
    assert "vuelve a verse" in room.get(f"/moderation/cases/{case.id}").text
    assert decide(room, case, "dismiss").status_code == 303
    assert (fresh(post).state, fresh(post).gone_reason, fresh(case).state) == ("visible", "", "decided")
    time_passes()
    assert [subject for name, subject in mailed() if name == "autora"] == [
        "Tu mensaje se queda como estaba · Tertulia"
    ]
    sign_in(room, pepa)
    assert "dejarlo como está" in room.get(f"/me/flags/{case.id}").text


def test_dismissing_shows_again_what_was_hidden_before_anybody_called(room, post):
    room.post(f"/moderation/posts/{post.id}", data={"act": "hide", "reason": "otra cosa"})
    said = {"kind": "other", "text": "Es una calumnia.", "name": "Vecina", "email": "vecina@example.org"}
    sent = room.post("/legal/notice", data={"address": f"/posts/{post.id}", "good_faith": "y", **said})
    assert sent.status_code == 303
    sign_in(room, make_user(role="moderator"))
    case_id = db.session.scalar(select(Case.id))
    room.post(f"/moderation/cases/{case_id}", data={"act": "dismiss"})
    assert fresh(post).state == "visible"


@pytest.mark.parametrize(
    ("acts", "undone", "state", "of_case"),
    [
        (["hide"], "hide", "visible", "in_hand"),
        (["hide", "remove"], "remove", "hidden", "in_hand"),
        (["hide", "dismiss"], "dismiss", "hidden", "in_hand"),
        (["hide", "restore"], "restore", "hidden", "in_hand"),
    ],
)
def test_each_is_undone_by_itself(room, post, acts, undone, state, of_case):
    case = make_case(post)
    for act in acts:
        assert decide(room, case, act).status_code == 303
    assert undo(room, undone).status_code == 303
    assert (fresh(post).state, fresh(case).state) == (state, of_case)


def test_hiding_is_not_undone_once_the_case_was_decided(room, post):
    case = make_case(post)
    decide(room, case, "hide")
    decide(room, case, "dismiss")
    undo(room, "hide")
    assert "No se puede deshacer" in room.get("/moderation/").text
    assert (fresh(post).state, fresh(case).state) == ("visible", "decided")
    undo(room, "dismiss")
    undo(room, "hide")
    assert (fresh(post).state, fresh(case).state) == ("visible", "in_hand")


def test_a_measure_alone_does_not_decide_while_the_post_is_hidden_and_beside_hiding_keeps_the_case_open(
    room, post
):
    case = make_case(post)
    assert decide(room, case, "hide", sanction="warn").status_code == 303
    assert fresh(case).state == "in_hand"
    answer = decide(room, case, "none", sanction="warn")
    assert answer.status_code == 409
    assert "oculto mientras se revisa" in answer.text
    assert decisions() == [("hide", "norma 3"), ("warn", "norma 3")]


def test_who_wrote_it_has_the_hiding_reviewed_while_the_case_is_open(room, post):
    case, author = make_case(post), fresh(post).author_id
    decide(room, case, "hide")
    time_passes()
    hidden = db.session.scalar(select(Decision.id))
    sign_in(room, db.session.get_one(type(make_user()), author))
    assert room.post(f"/me/decisions/{hidden}", data={"text": "No es así."}).status_code == 303
    assert fresh(case).state == "in_hand"
    sign_in(room, make_user(role="moderator"))
    assert 'class="count">1</span>' in room.get("/moderation/appeals").text
    asked = db.session.scalar(select(Appeal.id))
    room.post(f"/moderation/appeals/{asked}", data={"outcome": "reversed", "reasons": "No lo era."})
    assert (fresh(post).state, fresh(case).state) == ("visible", "in_hand")
