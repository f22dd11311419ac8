"""Calling for moderation of a post."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.moderation.actions import dismiss_case
from forum.moderation.models import Case, Flag
from tests.factories import (
    committed,
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    opening_of,
    sign_in,
)
from tests.moderation.cases import audited, count, flags, make_case

THANKS = "Gracias por avisar. Lo verá una persona del equipo de moderación y te diremos qué decide."


def flag(client, post, **fields):
    return client.post(f"/posts/{post.id}/flags", data={"reason": "spam", **fields})


def test_the_form_shows_the_post_and_says_what_will_happen(client):
    post = make_reply(make_thread(), "Compra ya")
    sign_in(client, make_user())
    page = client.get(f"/posts/{post.id}/flags")
    assert page.status_code == 200
    assert "Compra ya" in page.text
    assert "puede dejarlo, ocultarlo o retirarlo" in page.text
    for reason in ("illegal", "harassment", "spam", "off_topic", "personal_data", "other"):
        assert f'value="{reason}"' in page.text


def test_a_flag_opens_a_case_and_leads_back_to_the_post_with_thanks(client):
    thread = make_thread()
    post, ana = make_reply(thread), make_user("ana")
    sign_in(client, ana)
    sent = flag(client, post, reason="personal_data", note="Da un teléfono.\r\nEs de otra persona.")
    assert sent.status_code == 303
    assert sent.location == f"/posts/{post.id}"
    landed = client.get(sent.location)
    assert landed.location.endswith(f"/debates/{thread.key}#post-2")
    assert THANKS in client.get(landed.location).text
    row = db.session.scalars(select(Flag)).one()
    assert (row.user_id, row.reason, row.note) == (
        ana.id,
        "personal_data",
        "Da un teléfono.\nEs de otra persona.",
    )
    assert count(Case, Case.post_id == post.id, Case.state == "new") == 1
    assert audited("case") == ["post.flag"]


def test_flagging_twice_is_one_flag(client):
    post = make_reply(make_thread())
    sign_in(client, make_user())
    flag(client, post)
    again = flag(client, post, reason="illegal")
    assert again.status_code == 303
    assert "Ya lo habías denunciado" in client.get(client.get(again.location).location).text
    assert (flags(), count(Case)) == (1, 1)


def test_ten_flags_are_one_case(client):
    post = make_reply(make_thread())
    for _ in range(10):
        sign_in(client, make_user())
        assert flag(client, post).status_code == 303
    assert (flags(), count(Case)) == (10, 1)


def test_a_flag_after_the_case_was_closed_opens_another(client, moderator):
    post, ana = make_reply(make_thread()), make_user()
    case = make_case(post, ana)
    committed(lambda: dismiss_case(fresh(case), fresh(moderator)))
    sign_in(client, ana)
    assert flag(client, post).status_code == 303
    assert (flags(), count(Case)) == (2, 2)


@pytest.mark.parametrize("reason", [None, "", "porque_si"])
def test_without_a_reason_of_the_list_the_form_comes_back_with_what_was_typed(client, reason):
    post = make_reply(make_thread())
    sign_in(client, make_user())
    response = client.post(f"/posts/{post.id}/flags", data={"reason": reason, "note": "Mira la línea dos"})
    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.text
    assert "Mira la línea dos" in response.text
    assert flags() == 0


def test_too_long_a_note_comes_back_whole(client):
    post = make_reply(make_thread())
    sign_in(client, make_user())
    response = flag(client, post, note="é" * 2001)
    assert response.status_code == 422
    assert "é" * 2001 in response.text
    assert flag(client, post, note="é" * 2000).status_code == 303


def test_ones_own_post_cannot_be_flagged(client):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    sign_in(client, ana)
    assert client.get(f"/posts/{post.id}/flags").status_code == 403
    assert flag(client, post).status_code == 403
    assert flags() == 0


def test_a_guest_is_led_to_sign_in(client):
    post = make_reply(make_thread())
    response = client.get(f"/posts/{post.id}/flags")
    assert response.status_code == 303
    assert f"/login?next=/posts/{post.id}/flags" in response.location.replace("%2F", "/")
    assert flag(client, post).status_code == 303
    assert flags() == 0


def test_a_suspended_person_flags_nothing(client):
    post, ana = make_reply(make_thread()), make_user()

    def suspend():
        user = fresh(ana)
        user.state = "suspended"
        return user

    committed(suspend)
    sign_in(client, ana)
    assert flag(client, post).status_code == 403


@pytest.mark.parametrize("state", ["hidden", "removed"])
def test_only_what_is_shown_can_be_flagged(client, state):
    post = make_reply(make_thread())

    def take_away():
        there = fresh(post)
        there.state = state
        return there

    committed(take_away)
    sign_in(client, make_user())
    assert flag(client, post).status_code == 403
    assert flags() == 0


def test_what_awaits_approval_and_what_is_in_a_private_group_is_not_known_to_exist(client):
    pending = make_reply(make_thread(), state="pending")
    private = opening_of(make_thread(group=make_group(visibility="private")))
    sign_in(client, make_user())
    assert flag(client, pending).status_code == 404
    assert flag(client, private).status_code == 404
    assert flag(client, private, reason="").status_code == 404


def test_a_post_of_a_removed_thread_is_gone(client):
    post = opening_of(make_thread(state="removed"))
    sign_in(client, make_user())
    assert flag(client, post).status_code == 410


def test_a_moderator_does_not_flag_in_a_removed_thread_either(room):
    post = opening_of(make_thread(state="removed"))
    assert flag(room, post).status_code == 409
    assert flags() == 0


def test_the_log_says_nothing_that_people_wrote(client):
    post = make_reply(make_thread())
    make_case(post, note="secreto de la nota")
    dumped = str(db.session.connection().exec_driver_sql("SELECT * FROM audit_rows").all())
    assert "post.flag" in dumped
    assert "secreto" not in dumped
