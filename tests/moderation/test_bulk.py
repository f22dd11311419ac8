"""Many cases at once, for one reason: each as if from its own screen."""

import re

import pytest

from forum.accounts.models import User
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_thread, dismiss_case, flag_person
from forum.moderation.models import Case
from tests.factories import committed, fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import audited, decisions, make_case


def bulk(client, cases, act, reason="", place="/moderation/"):
    return client.post(place, data={"case": [case.id for case in cases], "act": act, "reason": reason})


def test_the_same_is_done_in_all_for_one_reason(room):
    posts = [make_reply(make_thread()) for _ in range(3)]
    cases = [make_case(post) for post in posts]
    sent = bulk(room, cases, "remove", "publicidad en serie")
    assert (sent.status_code, sent.location) == (303, "/moderation/")
    page = room.get(sent.location).text
    assert "Hecho en 3 casos." in page
    assert {fresh(post).state for post in posts} == {"removed"}
    assert {fresh(case).state for case in cases} == {"decided"}
    assert decisions() == [("remove", "publicidad en serie")] * 3
    assert audited("case").count("case.decided") == 3
    assert page.count(">Deshacer: ") == 3


def test_what_was_decided_at_once_is_undone_at_once(room):
    alone, posts = make_case(), [make_reply(make_thread()) for _ in range(3)]
    room.post(f"/moderation/cases/{alone.id}", data={"act": "dismiss"})
    cases = [make_case(post) for post in posts]
    bulk(room, cases, "remove", "publicidad en serie")
    page = room.get("/moderation/").text
    assert "Deshacer lo último que se decidió de una vez (3)" in page
    undone = room.post("/moderation/undo?order=weight")
    assert (undone.status_code, undone.location) == (303, "/moderation/?order=weight")
    page = room.get("/moderation/").text
    assert "Hecho en 3 casos." in page
    assert "de una vez" not in page
    assert {fresh(post).state for post in posts} == {"visible"}
    assert {fresh(case).state for case in cases} == {"in_hand"}
    assert fresh(alone).state == "decided"
    room.post("/moderation/undo")
    assert fresh(alone).state == "decided"


def test_what_went_to_another_group_stays_decided_and_the_others_are_undone(client, moderator):
    keeper = make_user()
    here, there = make_group("Aquí", moderators=(keeper,)), make_group("Allí")
    gone, stays = (make_reply(make_thread(group=here)) for _ in range(2))
    cases = [make_case(gone), make_case(stays)]
    sign_in(client, keeper)
    bulk(client, cases, "remove", "publicidad")
    with transaction():
        thread = db.session.get_one(Thread, gone.thread_id)
        decide_thread(thread, fresh(moderator), "move", "va allí", fresh(there))
    assert client.post("/moderation/undo").status_code == 303
    page = client.get("/moderation/").text
    assert "Hecho en 1 caso." in page
    assert f"Sin hacer en caso {cases[0].id}: No existe, o no es de tus grupos." in page
    assert [fresh(post).state for post in (gone, stays)] == ["removed", "visible"]


def test_many_are_taken_in_hand(room, moderator):
    cases = [make_case(), make_case()]
    bulk(room, cases, "take")
    assert {fresh(case).assignee_id for case in cases} == {moderator.id}


def test_what_could_not_be_done_is_told_of_each(room, moderator):
    done, gone, own, other = make_case(), make_case(), make_case(None, moderator), make_user(role="moderator")
    mine = make_case(make_reply(make_thread(), author=moderator))
    about = make_case_about(make_user())
    with transaction():
        dismiss_case(fresh(gone), fresh(other))
    missing = Case(id=999_999)
    page = room.get(bulk(room, [done, gone, own, mine, about, missing], "remove", "norma").location).text
    assert "Hecho en 1 caso." in page
    assert re.search(rf"Sin hacer en caso {gone.id}: .*alguien se ha adelantado", page)
    assert re.search(rf"Sin hacer en casos {own.id}, {mine.id}: .*decide otra persona", page)
    assert re.search(rf"Sin hacer en caso {about.id}: .*No trata de un mensaje", page)
    assert "Sin hacer en caso 999999: No existe" in page
    assert (fresh(own).state, fresh(mine).state, fresh(about).state) == ("new", "new", "new")


def make_case_about(person: User) -> Case:
    """The case about a person, flagged by somebody."""
    flagger = make_user()
    return committed(
        lambda: db.session.get_one(Case, flag_person(fresh(person), fresh(flagger), "spam").case_id)
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"act": "dismiss"}, "Marca algún caso."),
        ({"act": "", "case": "ID"}, "Elige qué se hace."),
        ({"act": "remove", "case": "ID"}, "Escribe el motivo"),
        ({"act": "burn", "case": "ID"}, "Elige una de las opciones."),
    ],
)
def test_what_is_missing_is_said_and_the_marks_stay(room, data, words):
    case = make_case(reason="spam")
    sent = room.post(
        "/moderation/?reason=spam", data={**data, **({"case": case.id} if "case" in data else {})}
    )
    assert sent.status_code == 422
    assert words in sent.text
    if "case" in data:
        assert re.search(rf'value="{case.id}" checked', sent.text)
    assert fresh(case).state == "new"


def test_the_filters_stay(room):
    case = make_case(reason="spam")
    assert (
        bulk(room, [case], "dismiss", place="/moderation/?reason=spam").location == "/moderation/?reason=spam"
    )


def test_of_another_group_nothing_is_done(client):
    local = make_user()
    own = make_group(moderators=(local,))
    mine, other = make_case(make_reply(make_thread(group=own))), make_case()
    sign_in(client, local)
    page = client.get(bulk(client, [mine, other], "dismiss").location).text
    assert f"Sin hacer en caso {other.id}: No existe, o no es de tus grupos." in page
    assert (fresh(mine).state, fresh(other).state) == ("decided", "new")


def test_members_are_refused(client):
    case = make_case()
    sign_in(client, make_user())
    assert bulk(client, [case], "dismiss").status_code == 403
    assert fresh(case).state == "new"
