"""Whoever flags again and again without ground is warned, and then not attended to for a time."""

import pytest

from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import flag_post, undo_decision
from forum.moderation.actions.refusals import NotHeeded, NotWarned
from forum.moderation.queries.heeding import unheeded
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import decisions, flags, time_passes
from tests.moderation.people import sanction

WHY = "Cuarenta denuncias sin fundamento."
REFUSED = "Por ahora no atendemos tus denuncias"


@pytest.fixture
def pesada(app, moderator):
    """Somebody who was warned, and told so."""
    person = make_user("pesada")
    sanction(person, moderator, "warn")
    time_passes()
    return person


def test_a_warning_comes_first_and_has_been_told(app, moderator):
    person = make_user()
    with pytest.raises(NotWarned):
        sanction(person, moderator, "unheed", reason=WHY)
    sanction(person, moderator, "warn")
    with pytest.raises(NotWarned):
        sanction(person, moderator, "unheed", reason=WHY)
    time_passes()
    sanction(person, moderator, "unheed", reason=WHY)


def test_the_form_says_that_a_warning_is_needed(room, app):
    make_user("nueva")
    page = room.get("/moderation/people/nueva").text
    assert "No atender sus denuncias" in page
    assert "Antes hace falta una advertencia" in page
    sent = {"act": "unheed", "reason": WHY, "days": "30", "rule": ""}
    answer = room.post("/moderation/people/nueva", data=sent)
    assert answer.status_code in (409, 422)
    assert WHY in answer.text
    assert decisions() == []


def test_neither_flags_nor_notices_are_taken_meanwhile(client, moderator, pesada):
    make_user("autora")
    post = make_reply(make_thread())
    sanction(pesada, moderator, "unheed", reason=WHY)
    sign_in(client, pesada)
    for place in (f"/posts/{post.id}/flags", "/people/autora/flags"):
        form = client.get(place)
        assert REFUSED in form.text
        assert WHY in form.text
        assert 'name="reason"' not in form.text
        sent = client.post(place, data={"reason": "spam", "note": "Es publicidad otra vez."})
        assert (sent.status_code, REFUSED in sent.text) == (403, True)
        assert "Es publicidad otra vez." in sent.text
    notice = {"address": f"/posts/{post.id}", "kind": "hate", "text": "Incita al odio contra todos."}
    notice |= {"name": "Pesada", "email": "pesada@correo.example", "good_faith": "y"}
    sent = client.post("/legal/notice", data=notice)
    assert (sent.status_code, REFUSED in sent.text) == (403, True)
    assert "Incita al odio contra todos." in sent.text
    assert flags() == 0
    assert client.get("/debates/new").status_code == 200


def test_it_ends_by_itself_by_undoing_and_by_a_lift(app, moderator, pesada):
    post = make_reply(make_thread())
    decision = sanction(pesada, moderator, "unheed", reason=WHY)
    with pytest.raises(NotHeeded), transaction():
        flag_post(fresh(post), fresh(pesada), "spam")
    with transaction():
        undo_decision(fresh(decision), fresh(moderator))
    assert unheeded(fresh(pesada)) is None
    ended = sanction(pesada, moderator, "unheed", reason=WHY)
    with transaction():
        fresh(ended).until = utcnow()
    assert unheeded(fresh(pesada)) is None
    sanction(pesada, moderator, "unheed", reason=WHY)
    sanction(pesada, moderator, "lift")
    with transaction():
        flag_post(fresh(post), fresh(pesada), "spam")


def test_the_person_is_told_and_may_appeal(client, moderator, pesada):
    decision = sanction(pesada, moderator, "unheed", reason=WHY)
    time_passes()
    sign_in(client, pesada)
    page = client.get(f"/me/decisions/{decision.id}").text
    assert "no atendemos tus denuncias ni tus avisos" in page
    asked = client.post(f"/me/decisions/{decision.id}", data={"text": "Eran ciertas, todas ellas."})
    assert asked.status_code == 303


def test_the_teams_screen_shows_it_in_force(room, moderator, pesada):
    sanction(pesada, moderator, "unheed", reason=WHY)
    page = room.get("/moderation/people/pesada").text
    assert "Medidas en vigor" in page
    assert "Terminar las medidas" in page
