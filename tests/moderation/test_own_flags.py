"""What a person flagged: their list, the links that lead to flagging, and what their flags weigh."""

import pytest

from forum.extensions import db
from forum.groups.models import Group
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, decide_thread, dismiss_case, flag_person, flag_post
from forum.moderation.actions.flagging import LEAST_WEIGHT
from forum.moderation.models import Case, Decision, Flag
from forum.moderation.queries import find_appeal, hearers
from forum.permissions import Viewer
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import count, make_case, time_passes
from tests.statements import statements


def test_the_list_says_what_became_of_each_flag_and_of_nobody_elses(client, moderator):
    ana, thread = make_user("ana"), make_thread("Permuta")
    left, taken, waiting = (make_reply(thread) for _ in range(3))
    case = make_case(left, ana)
    make_case(taken, ana, reason="harassment")
    make_case(waiting, ana)
    make_case(make_reply(make_thread("Ajeno")))
    with transaction():
        dismiss_case(fresh(case), fresh(moderator), "no incumple")
        decide_post(fresh(taken), fresh(moderator), "remove", "norma 2")
    sign_in(client, ana)
    assert "Se ha quedado como está" not in client.get("/me/flags").text
    time_passes()
    page = client.get("/me/flags").text
    assert "Mensaje n.º 2 en «Permuta»" in page
    assert "Se ha quedado como está." in page
    assert "El mensaje se ha retirado." in page
    assert "la está mirando" in page
    assert f"/me/flags/{case.id}" in page
    assert "Ajeno" not in page


def test_the_menu_and_the_settings_lead_to_it_and_to_ones_decisions(client):
    sign_in(client, make_user())
    for page in ("/debates/", "/me/settings", "/me/flags", "/me/decisions"):
        shown = client.get(page).text
        menu, rest = shown.partition("<main")[::2]
        assert 'href="/me/flags"' in menu
        assert 'href="/me/decisions"' in menu
        assert page == "/debates/" or ('href="/me/flags"' in rest or 'href="/me/decisions"' in rest)


def test_nothing_flagged_is_said_and_guests_are_led_to_sign_in(client):
    assert client.get("/me/flags").status_code == 303
    sign_in(client, make_user())
    assert "No has denunciado nada." in client.get("/me/flags").text


def test_a_title_that_one_may_no_longer_see_is_not_in_the_list(client):
    ana, group = make_user(), make_group("Abierto")
    make_case(make_reply(make_thread("Secreto desde hoy", group=group)), ana)
    with transaction():
        db.session.get_one(Group, group.id).visibility = "private"
    sign_in(client, ana)
    page = client.get("/me/flags").text
    assert "Secreto desde hoy" not in page
    assert "ya no puedes ver" in page


def test_the_list_costs_the_same_however_many_flags(client):
    ana, thread = make_user(), make_thread()
    sign_in(client, ana)
    make_case(make_reply(thread), ana)
    client.get("/me/flags")
    with statements() as few:
        client.get("/me/flags")
    for _ in range(6):
        make_case(make_reply(thread), ana)
    with statements() as many:
        client.get("/me/flags")
    assert len(many) == len(few)


def test_a_profile_leads_members_to_flagging_and_moderators_to_the_teams_screen(client, moderator):
    make_user("luis")
    ana = make_user("ana")
    assert "/people/luis/flags" not in client.get("/people/luis").text
    sign_in(client, ana)
    page = client.get("/people/luis").text
    assert 'href="/people/luis/flags"' in page
    assert "/moderation/people/luis" not in page
    assert "/people/ana/flags" not in client.get("/people/ana").text
    sign_in(client, moderator)
    assert 'href="/moderation/people/luis"' in client.get("/people/luis").text
    assert client.get("/moderation/people/luis").status_code == 200


def test_flagging_a_person_leads_back_to_the_profile_with_thanks(client):
    make_user("luis")
    sign_in(client, make_user())
    assert "No sabrá quién avisó" in client.get("/people/luis/flags").text
    sent = client.post("/people/luis/flags", data={"reason": "harassment"})
    assert (sent.status_code, sent.location) == (303, "/people/luis")
    assert "Gracias por avisar" in client.get("/people/luis").text
    assert count(Case, Case.person_id.is_not(None)) == 1


@pytest.mark.parametrize(("rejected", "weight"), [(0, 100), (2, 60), (4, 20), (5, LEAST_WEIGHT)])
def test_flags_of_whoever_is_usually_rejected_weigh_less_and_never_nothing(app, moderator, rejected, weight):
    ana, thread = make_user(), make_thread()
    for index in range(5):
        post = make_reply(thread)
        case = make_case(post, ana)
        with transaction():
            if index < rejected:
                dismiss_case(fresh(case), fresh(moderator))
            else:
                decide_post(fresh(post), fresh(moderator), "remove", "norma 3")
    another = make_reply(thread)
    with transaction():
        made = flag_post(fresh(another), fresh(ana), "spam")
        assert made.weight == weight
        assert db.session.get_one(Case, made.case_id).weight == weight


def test_few_flags_say_nothing_about_whoever_flags(app, moderator):
    ana = make_user()
    for _ in range(3):
        case = make_case(make_reply(make_thread()), ana)
        with transaction():
            dismiss_case(fresh(case), fresh(moderator))
    luis = make_user()
    with transaction():
        assert flag_person(fresh(luis), fresh(ana), "spam").weight == 100
    assert count(Flag) == 4


def test_a_moderator_who_flagged_does_not_take_back_what_another_decided(room, moderator):
    case, other = make_case(None, moderator), make_user(role="moderator")
    with transaction():
        decision = dismiss_case(fresh(case), fresh(other), "no incumple")
    answer = room.post(f"/moderation/decisions/{decision.id}/undo")
    assert answer.status_code == 403
    assert "Lo denunciaste tú" in answer.text
    assert fresh(case).state == "decided"
    sign_in(room, other)
    assert room.post(f"/moderation/decisions/{decision.id}/undo").status_code == 303
    db.session.rollback()
    assert fresh(case).state == "in_hand"


def test_nor_hears_an_appeal_in_that_case(room, moderator):
    ana, other, third = make_user(), make_user(role="moderator"), make_user(role="moderator")
    post = make_reply(make_thread(), author=ana)
    make_case(post, moderator)
    with transaction():
        decision = decide_post(fresh(post), fresh(other), "remove", "norma 3")
    time_passes()
    with transaction():
        asked = appeal(db.session.get_one(Decision, decision.id), fresh(ana), "No es así.")
    address, said = f"/moderation/appeals/{asked.id}", {"outcome": "upheld", "reasons": "Sí lo es."}
    assert "la decide otra persona" in room.get(address).text
    assert room.post(address, data=said).status_code == 403
    found = find_appeal(asked.id, Viewer(id=third.id, roles=frozenset({"moderator"})))
    assert [person.id for person in hearers(found)] == [third.id]
    sign_in(room, third)
    assert room.post(address, data=said).status_code == 303


@pytest.mark.parametrize("act", ["dismiss", "remove"])
def test_where_one_may_no_longer_look_the_page_of_a_flag_does_not_name_it(client, moderator, act):
    ana, private = make_user("ana"), make_group(visibility="private")
    thread = make_thread("Permuta", group=make_group())
    post = make_reply(thread)
    case = make_case(post, ana)
    with transaction():
        if act == "dismiss":
            dismiss_case(fresh(case), fresh(moderator), "no incumple")
        else:
            decide_post(fresh(post), fresh(moderator), act, "norma 2")
    time_passes()
    sign_in(client, ana)
    assert "Permuta" in client.get(f"/me/flags/{case.id}").text
    with transaction():
        decide_thread(fresh(thread), fresh(moderator), "move", "es interno", fresh(private))
    assert "Permuta" not in client.get(f"/me/flags/{case.id}").text
