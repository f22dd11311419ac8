"""One screen a case: what was flagged, by whom, and the decision."""

import lxml.html
import pytest
from sqlalchemy import select

from forum.debates.actions import withdraw_post
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, dismiss_case, flag_post
from forum.moderation.models import Case
from forum.notifications.models import Mail
from tests.factories import fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import audited, count, decisions, make_case, time_passes


def decide(client, case: Case, act: str, reason: str = ""):
    return client.post(f"/moderation/cases/{case.id}", data={"act": act, "reason": reason})


def test_the_screen_shows_the_post_its_place_and_who_flagged_it_and_why(room):
    thread = make_thread("Permuta")
    post = make_reply(thread, "Llamad todos al 555")
    ana, luis = make_user("ana", display_name="Ana"), make_user("luis")
    make_case(post, ana, reason="personal_data", note="Da un teléfono <ajeno>")
    case = make_case(post, luis, reason="harassment")
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "Mensaje n.º 2 en «Permuta»" in page
    assert "Llamad todos al 555" in page
    assert f'href="/posts/{post.id}"' in page
    assert "2 denuncias" in page
    assert "/people/ana" in page
    assert "/people/luis" in page
    assert "datos personales" in page
    assert "falta de respeto" in page
    assert "Da un teléfono &lt;ajeno&gt;" in page
    assert page.count("<time") >= 4


def test_the_decision_comes_before_what_happened_and_the_notes_whose_form_opens_where_it_is_used(room):
    case = make_case(make_reply(make_thread()))
    address = f"/moderation/cases/{case.id}"

    def notes_form_is_open(text: str) -> bool:
        page = lxml.html.fromstring(text)
        assert page.xpath("//section/@aria-labelledby")[-3:] == ["t-other", "t-events", "t-notes"]
        return page.xpath("//section[@id='notes']/details")[0].get("open") is not None

    assert not notes_form_is_open(room.get(address).text)
    empty = room.post(f"{address}/notes", data={"text": " "})
    assert notes_form_is_open(empty.text)
    assert "Falta algo antes de seguir" in empty.text
    room.post(f"{address}/notes", data={"text": "Lo miro."})
    assert notes_form_is_open(room.get(address).text)


def test_dismissing_leaves_the_post_as_it_is(room, moderator):
    post = make_reply(make_thread())
    case = make_case(post)
    response = decide(room, case, "dismiss", "no incumple nada")
    assert response.status_code == 303
    assert response.location == "/moderation/"
    assert "Decisión guardada." in room.get(response.location).text
    assert (fresh(case).state, fresh(post).state) == ("decided", "visible")
    assert decisions() == [("dismiss", "no incumple nada")]
    assert audited("case") == ["post.flag", "case.decided"]


def test_dismissing_needs_no_reason(room):
    case = make_case()
    assert decide(room, case, "dismiss").status_code == 303


def test_deciding_acts_on_the_post_and_closes_the_case(room):
    act, state = "remove", "removed"
    post = make_reply(make_thread())
    case = make_case(post)
    assert decide(room, case, act, "norma 3").status_code == 303
    assert (fresh(case).state, fresh(post).state) == ("decided", state)
    assert decisions() == [(act, "norma 3")]
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "Resuelto" in page
    assert "norma 3" in page
    assert 'name="act"' not in page


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_taking_the_post_from_sight_needs_a_reason(room, act):
    post = make_reply(make_thread())
    case = make_case(post)
    response = decide(room, case, act)
    assert response.status_code == 422
    assert "Escribe el motivo" in response.text
    assert (fresh(case).state, fresh(post).state) == ("new", "visible")


def test_an_act_that_is_none_is_refused(room):
    response = decide(room, make_case(), "burn", "norma")
    assert response.status_code == 422
    assert "Elige qué se hace." in response.text


@pytest.mark.parametrize("act", ["dismiss", "remove"])
def test_a_case_that_somebody_decided_meanwhile_is_a_conflict_that_keeps_the_reason(room, act):
    post, other = make_reply(make_thread()), make_user(role="moderator")
    case = make_case(post)
    with transaction():
        dismiss_case(fresh(case), fresh(other), "se queda")
    response = decide(room, case, act, "llego segundo")
    assert response.status_code == 409
    assert "alguien se ha adelantado" in response.text
    assert "llego segundo" in response.text
    assert fresh(post).state == "visible"
    assert decisions() == [("dismiss", "se queda")]


def test_a_new_case_about_the_post_is_not_decided_from_the_old_one(room):
    post, other = make_reply(make_thread()), make_user(role="moderator")
    old = make_case(post)
    with transaction():
        dismiss_case(fresh(old), fresh(other))
    new = make_case(post)
    assert decide(room, old, "remove", "norma 3").status_code == 409
    assert fresh(new).state == "new"
    assert "se queda como está" in room.get(f"/moderation/cases/{new.id}").text


def test_earlier_decisions_about_the_post_are_shown(room, moderator):
    post = make_reply(make_thread())
    with transaction():
        decide_post(fresh(post), fresh(moderator), "hide", "se mira")
        decide_post(fresh(post), fresh(moderator), "restore", "estaba bien")
    page = room.get(f"/moderation/cases/{make_case(post).id}").text
    assert "Decisiones anteriores" in page
    assert page.index("estaba bien") < page.index("se mira")


def test_a_case_about_a_post_that_its_author_took_back_can_only_be_dismissed(room):
    ana = make_user()
    post = make_reply(make_thread(), "Lo retiro", author=ana)
    case = make_case(post)
    with transaction():
        withdraw_post(fresh(post), fresh(ana))
    page = room.get(f"/moderation/cases/{case.id}").text
    assert 'value="dismiss"' in page
    assert 'value="restore"' not in page
    assert decide(room, case, "restore").status_code == 409
    assert decide(room, case, "dismiss").status_code == 303
    assert fresh(post).state == "removed"


def test_nobody_decides_a_case_about_their_own_post(room, moderator):
    case = make_case(make_reply(make_thread(), author=moderator))
    page = room.get(f"/moderation/cases/{case.id}")
    assert page.status_code == 200
    assert "decide otra persona del equipo" in page.text
    assert 'name="act"' not in page.text
    for act in ("dismiss", "hide"):
        assert decide(room, case, act, "me gusta").status_code == 403
    assert fresh(case).state == "new"
    sign_in(room, make_user(role="moderator"))
    assert decide(room, case, "dismiss").status_code == 303


def test_members_are_refused_and_guests_led_to_sign_in(client):
    ana = make_user()
    case = make_case(make_reply(make_thread()), ana)
    assert client.get(f"/moderation/cases/{case.id}").status_code == 303
    assert "/login" in decide(client, case, "dismiss").location
    sign_in(client, ana)
    assert client.get(f"/moderation/cases/{case.id}").status_code == 403
    assert decide(client, case, "dismiss").status_code == 403
    assert count(Case, Case.state == "new") == 1


def test_what_is_not_there_is_not_found(room):
    assert room.get("/moderation/cases/987654").status_code == 404


def test_whoever_flagged_is_told_by_mail_what_was_decided(client):
    post, people = make_reply(make_thread()), [make_user(), make_user()]
    with transaction():
        for person in people:
            case_id = flag_post(fresh(post), fresh(person), "spam").case_id
    sign_in(client, make_user(role="moderator"))
    client.post(f"/moderation/cases/{case_id}", data={"act": "dismiss"})
    assert db.session.scalars(select(Mail)).all() == []
    time_passes()
    written = db.session.scalars(select(Mail).order_by(Mail.id)).all()
    assert [mail.recipient for mail in written] == [person.email for person in people]
    assert "dejarlo como está" in written[0].body
    assert f"/me/flags/{case_id}" in written[0].body


def test_whom_a_case_is_about_does_not_read_who_called_for_it(client, room, moderator):
    luis, other = make_user("luis"), make_user(role="admin")
    post = make_reply(make_thread(), author=moderator)
    case = make_case(post, luis, note="Me ha insultado")
    said = {"kind": "other", "text": "Es una calumnia.", "name": "Vecina", "email": "vecina@example.org"}
    anonymous = client.application.test_client()
    sent = anonymous.post("/legal/notice", data={"address": f"/posts/{post.id}", "good_faith": "y", **said})
    assert sent.status_code == 303
    hidden = ("luis", "Me ha insultado", "Vecina", "vecina@example.org", "Es una calumnia")
    page = room.get(f"/moderation/cases/{case.id}")
    assert page.status_code == 200
    assert [words for words in hidden if words in page.text] == []
    sign_in(client, other)
    page = client.get(f"/moderation/cases/{case.id}").text
    assert all(words in page for words in hidden)


def test_nor_who_asks_for_a_review(client, moderator):
    luis, other = make_user("luis"), make_user(role="admin")
    post = make_reply(make_thread(), author=moderator)
    case = make_case(post, luis)
    with transaction():
        decision = dismiss_case(fresh(case), fresh(other), "no incumple")
    time_passes()
    with transaction():
        asked = appeal(fresh(decision), fresh(luis), "Miradlo otra vez.")
    address = f"/moderation/appeals/{asked.id}"
    for person, sees in ((moderator, False), (other, True)):
        sign_in(client, person)
        for page in (address, "/moderation/appeals"):
            assert ("luis" in client.get(page).text) is sees
