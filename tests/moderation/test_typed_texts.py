"""What was typed is in the answer, whatever came in between; a form that arrives twice is done once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    appeal,
    decide_person,
    decide_thread,
    dismiss_case,
    flag_post,
    hear,
)
from forum.moderation.models import Appeal, Case, Decision, Notice
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import count, decisions, make_case, time_passes
from tests.moderation.test_notices import send

TYPED = "Lo que me costó escribir"


def only(model):
    """The only row there is."""
    return db.session.scalars(select(model)).one()


def dismissed(case, moderator):
    """The case is left as it is, and whoever flagged was told."""
    with transaction():
        dismiss_case(fresh(case), fresh(moderator), "nada")
    time_passes()


def reversed_for(person):
    """That is reversed because they asked."""
    with transaction():
        appeal(only(Decision), fresh(person), "No es así.")
    other = make_user(role="moderator")
    with transaction():
        hear(only(Appeal), fresh(other), "reversed", "Es verdad.")


def test_a_session_that_is_over_gives_the_text_back_to_be_sent_again(client, moderator):
    case = make_case()
    place = f"/moderation/cases/{case.id}"
    sent = client.post(place, data={"act": "dismiss", "reason": TYPED})
    assert sent.status_code == 403
    assert f"{TYPED}</textarea>" in sent.text
    assert "Tu sesión ha caducado" in sent.text
    assert f'name="reason" value="{TYPED}"' in sent.text
    assert client.post(place, data={"act": "dismiss"}).status_code == 303


def test_the_second_appeal_of_a_flag_whose_dismissal_was_reversed(client, moderator):
    first, second = make_user(), make_user()
    case = make_case(None, first, second)
    dismissed(case, moderator)
    reversed_for(first)
    sign_in(client, second)
    sent = client.post(f"/me/flags/{case.id}", data={"text": TYPED})
    assert sent.status_code == 409
    assert f"{TYPED}</textarea>" in sent.text
    assert "nada que revisar" in sent.text


def test_that_of_a_notice(client, moderator):
    post, flagger = make_reply(make_thread()), make_user()
    place = send(client, f"/posts/{post.id}").location
    with transaction():
        flag_post(fresh(post), fresh(flagger), "spam")
    dismissed(only(Case), moderator)
    reversed_for(flagger)
    sent = client.post(place, data={"text": TYPED})
    assert sent.status_code == 403
    assert f"{TYPED}</textarea>" in sent.text


def test_a_post_that_went_to_another_group_meanwhile(client, moderator):
    keeper = make_user()
    post = make_reply(make_thread(group=make_group(moderators=(keeper,))))
    case, there = make_case(post), make_group()
    with transaction():
        thread = db.session.get_one(Thread, post.thread_id)
        decide_thread(thread, fresh(moderator), "move", "va allí", fresh(there))
    sign_in(client, keeper)
    sent = client.post(f"/moderation/cases/{case.id}", data={"act": "remove", "reason": TYPED})
    assert sent.status_code == 404
    assert f"{TYPED}</textarea>" in sent.text


def test_a_moderator_who_is_silenced_meanwhile(room, moderator):
    case, chief, until = make_case(), make_user(role="admin"), utcnow() + timedelta(days=1)
    with transaction():
        decide_person(fresh(moderator), fresh(chief), "silence", "norma 1", until=until)
    sent = room.post(f"/moderation/cases/{case.id}", data={"act": "remove", "reason": TYPED})
    assert sent.status_code == 403
    assert f"{TYPED}</textarea>" in sent.text


def test_many_cases_that_were_all_decided_meanwhile(room, moderator):
    case = make_case()
    with transaction():
        dismiss_case(fresh(case), fresh(moderator), "nada")
    sent = room.post("/moderation/", data={"act": "remove", "case": case.id, "reason": TYPED})
    assert sent.status_code == 409
    assert TYPED in sent.text
    assert f"Sin hacer en caso {case.id}" in sent.text


@pytest.mark.parametrize("given", [{"act": "warn"}, {"act": "silence", "days": "7"}])
def test_a_measure_that_is_sent_twice_is_one(room, given):
    make_user("malo")
    for _ in range(2):
        sent = room.post("/moderation/people/malo", data=given | {"reason": TYPED})
        assert sent.status_code == 303
    assert decisions() == [(given["act"], TYPED)]
    room.post("/moderation/people/malo", data=given | {"reason": "Otra cosa", "days": "30"})
    assert len(decisions()) == 2


def test_a_notice_that_is_sent_twice_is_one(client):
    post = make_reply(make_thread())
    first, second = (send(client, f"/posts/{post.id}", submission="a1") for _ in range(2))
    assert first.location == second.location
    assert count(Notice) == 1
    assert send(client, f"/posts/{post.id}", submission="a1", text="Otra cosa.").location != first.location
    assert send(client, f"/posts/{post.id}").location != first.location
