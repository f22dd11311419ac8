"""From a case every decision is one step away: what is decided on another screen decides the case."""

import html
import re

import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Thread
from forum.extensions import db
from forum.moderation.models import Appeal, Case, Decision
from forum.notifications.models import Mail
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes

REASON = {"reason": "Norma 4: se lee un teléfono."}


@pytest.fixture
def scene(app):
    """A case about the second post of a thread with three, in a group beside another."""
    make_group("Archivos")
    group = make_group("Biblioteca")
    thread = make_thread(group=group)
    post = make_reply(thread, author=make_user("autora"))
    make_reply(thread)
    return make_case(post, make_user("pepa")), post, thread, make_thread("El otro", group=group)


def ways(case, post, thread, other):
    """Each form of another screen that decides the case, and what it sends."""
    threads, posts = f"/moderation/threads/{thread.id}", f"/moderation/posts/{post.id}"
    now = {"title": thread.title, "pinned": "", "slow_minutes": "30"}
    return {
        "edit": (f"{posts}/edit", {"body": "Otro texto."}),
        "split": (f"{threads}/split", {"numbers": "2", "title": "Aparte", "action": "do"}),
        "transfer": (f"{threads}/move-posts", {"numbers": "2", "target": str(other.id), "action": "do"}),
        "merge": (f"{threads}/merge", {"target": str(other.id), "action": "do"}),
        "close": (threads, {"act": "close"}),
        "move": (threads, {"act": "move", "group": "archivos"}),
        "remove": (threads, {"act": "remove"}),
        "arrange": (f"{threads}/arrange", now),
        "warn": ("/moderation/people/autora", {"act": "warn"}),
        "suspend": ("/moderation/people/autora", {"act": "suspend", "days": "7"}),
    }


ACTS = ("edit", "split", "transfer", "merge", "close", "move", "remove", "arrange", "warn", "suspend")


def last():
    db.session.rollback()
    return db.session.scalars(select(Decision).order_by(Decision.id.desc())).first()


def told():
    db.session.rollback()
    return [mail.recipient.partition("@")[0] for mail in db.session.scalars(select(Mail))]


@pytest.mark.parametrize("act", ACTS)
def test_what_is_decided_there_decides_the_case_and_leads_back_to_the_queue(room, scene, act):
    case = scene[0]
    address, data = ways(*scene)[act]
    page = room.get(f"{address}?case={case.id}&order=weight")
    assert page.status_code == 200
    action = re.search(rf'action="({re.escape(address)}\?[^"]*)"', page.text)
    sent = room.post(html.unescape(action[1]), data=data | REASON)
    assert (sent.status_code, sent.location) == (303, "/moderation/?order=weight")
    decision = last()
    assert (decision.act, decision.case_id, decision.settles) == (act, case.id, True)
    assert fresh(case).state == "decided"
    assert f"/moderation/decisions/{decision.id}/undo" in room.get(sent.location).text
    time_passes()
    assert "pepa" in told()


@pytest.mark.parametrize("act", ACTS)
def test_it_may_leave_the_case_open_and_nobody_who_flagged_is_told(room, scene, act):
    case = scene[0]
    address, data = ways(*scene)[act]
    sent = room.post(f"{address}?case={case.id}", data=data | REASON | {"keep_open": "y"})
    assert sent.status_code == 303
    assert (last().case_id, last().settles, fresh(case).state) == (case.id, False, "in_hand")
    time_passes()
    assert "pepa" not in told()


@pytest.mark.parametrize("act", ACTS)
def test_undoing_it_has_the_case_wait_again(room, scene, act):
    case = scene[0]
    address, data = ways(*scene)[act]
    room.post(f"{address}?case={case.id}", data=data | REASON)
    assert room.post(f"/moderation/decisions/{last().id}/undo").status_code == 303
    assert fresh(case).state == "in_hand"


def test_undoing_a_transfer_where_threads_are_arranged_has_the_case_wait_again_too(room, scene):
    case = scene[0]
    address, data = ways(*scene)["split"]
    room.post(f"{address}?case={case.id}", data=data | REASON)
    undone = room.post(f"/moderation/transfers/{last().before['transfer']}/undo")
    assert (undone.status_code, fresh(case).state) == (303, "in_hand")


@pytest.mark.parametrize("act", ACTS)
def test_a_case_that_somebody_decided_meanwhile_is_a_conflict(room, scene, act):
    case = scene[0]
    room.post(f"/moderation/cases/{case.id}", data={"act": "dismiss"})
    address, data = ways(*scene)[act]
    answer = room.post(f"{address}?case={case.id}", data=data | REASON)
    assert answer.status_code == 409
    assert "alguien se ha adelantado" in answer.text
    assert last().act == "dismiss"


def test_a_case_about_something_else_is_not_found(room, scene):
    elsewhere = make_case(make_reply(make_thread()))
    for address, data in ways(*scene).values():
        assert room.get(f"{address}?case={elsewhere.id}").status_code == 404
        assert room.post(f"{address}?case={elsewhere.id}", data=data | REASON).status_code == 404
        assert room.get(f"{address}?case=987654").status_code == 404
    assert last() is None


def test_nor_does_whoever_flagged_decide_it_so(client, scene):
    case, post = scene[0], scene[1]
    nuria = make_user(role="moderator")
    sign_in(client, nuria)
    client.post(f"/posts/{post.id}/flags", data={"reason": "spam"})
    for address, data in ways(*scene).values():
        assert client.post(f"{address}?case={case.id}", data=data | REASON).status_code == 403
    assert fresh(case).state == "new"


def test_the_case_leads_to_each_of_them(room, scene):
    case, post, thread, _other = scene
    page = html.unescape(room.get(f"/moderation/cases/{case.id}?order=weight").text)
    at = f"case={case.id}&order=weight"
    for way in (
        f"/moderation/posts/{post.id}/edit?{at}",
        f"/moderation/threads/{thread.id}/move-posts?number=2&{at}",
        f"/moderation/threads/{thread.id}/split?from=2&{at}",
        f"/moderation/threads/{thread.id}/merge?{at}",
        f"/moderation/threads/{thread.id}?act=close&{at}",
        f"/moderation/threads/{thread.id}?act=move&{at}",
        f"/moderation/threads/{thread.id}/arrange?{at}",
        f"/moderation/people/autora?{at}",
    ):
        assert f'href="{way}"' in page, way
        assert room.get(way).status_code == 200
    assert 'value="2"' in room.get(f"/moderation/threads/{thread.id}/move-posts?number=2&{at}").text


def test_while_the_post_is_hidden_nothing_else_settles_the_case(room, scene):
    case, _post, thread, _other = scene
    room.post(f"/moderation/cases/{case.id}", data={"act": "hide"} | REASON)
    closing = f"/moderation/threads/{thread.id}?case={case.id}"
    answer = room.post(closing, data={"act": "close"} | REASON)
    assert (answer.status_code, "oculto mientras se revisa" in answer.text) == (409, True)
    assert not db.session.get_one(Thread, thread.id).closed
    assert room.post(closing, data={"act": "close", "keep_open": "y"} | REASON).status_code == 303
    assert fresh(case).state == "in_hand"


def test_removing_in_a_case_about_a_person_is_refused(room):
    make_user("luis")
    flagger = make_user()
    sign_in(room, flagger)
    room.post("/people/luis/flags", data={"reason": "harassment"})
    sign_in(room, make_user(role="moderator"))
    case_id = db.session.scalar(select(Case.id))
    answer = room.post(f"/moderation/cases/{case_id}", data={"act": "remove"} | REASON)
    assert answer.status_code == 409
    assert last() is None


@pytest.mark.parametrize("act", ACTS)
def test_what_whoever_it_concerns_will_read_is_shown_before(room, scene, act):
    address, data = ways(*scene)[act]
    page = room.post(address, data=data | REASON | {"action": "preview"})
    assert page.status_code == 200
    assert "Así será la comunicación" in page.text
    assert page.text.count("se lee un teléfono") >= 2
    assert last() is None


@pytest.mark.parametrize("act", ACTS)
def test_saved_replies_are_inserted_wherever_something_is_decided(room, scene, act):
    room.post("/moderation/replies", data={"name": "Teléfono", "text": "Publicabas un teléfono."})
    address, data = ways(*scene)[act]
    page = room.get(address).text
    saved = re.search(r'<option value="(\d+)" data-text="Publicabas', page)[1]
    page = room.post(address, data=data | {"reason": "Mira:", "saved": saved, "action": "insert"})
    assert page.status_code == 200
    assert "Mira:\n\nPublicabas un teléfono." in html.unescape(page.text).replace("\r\n", "\n")
    assert last() is None


def test_each_undo_of_a_case_says_what_it_takes_back_and_what_still_stands(room, scene):
    case = scene[0]
    both = {"act": "remove", "sanction": "suspend", "days": "7"} | REASON
    room.post(f"/moderation/cases/{case.id}", data=both)
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "Deshacer: retirar" in page
    assert "Deshacer: suspender" in page
    suspended = last()
    room.post(f"/moderation/decisions/{suspended.id}/undo")
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "Deshecho: suspender. Sigue en pie: retirar." in page
    row = next(row for row in re.findall("<li>.*?</li>", page, re.DOTALL) if "Decisión: Suspender" in row)
    assert "deshecha" in row
    assert "nuria" in row.partition("deshecha")[2]
    room.post(f"/moderation/decisions/{suspended.id - 1}/undo")
    assert "Deshecho: retirar. Todo está como antes." in room.get(f"/moderation/cases/{case.id}").text


def test_the_timeline_says_what_was_reversed_on_appeal(room, scene):
    case, post = scene[0], scene[1]
    room.post(f"/moderation/cases/{case.id}", data={"act": "remove"} | REASON)
    time_passes()
    sign_in(room, db.session.get_one(User, fresh(post).author_id))
    room.post(f"/me/decisions/{last().id}", data={"text": "No es así."})
    sign_in(room, make_user("luisa", role="moderator"))
    asked = db.session.scalar(select(Appeal.id))
    room.post(f"/moderation/appeals/{asked}", data={"outcome": "reversed", "reasons": "No lo era."})
    page = room.get(f"/moderation/cases/{case.id}").text
    row = next(row for row in re.findall("<li>.*?</li>", page, re.DOTALL) if "Decisión: Retirar" in row)
    assert "luisa" in row.partition("anulada en una revisión")[2]


def test_the_queue_does_not_tell_a_moderator_what_was_flagged_in_what_they_wrote(client):
    nuria = make_user(role="moderator")
    case = make_case(make_reply(make_thread(), author=nuria), reason="harassment")
    for person, sees in ((nuria, False), (make_user(role="moderator"), True)):
        sign_in(client, person)
        page = client.get("/moderation/").text
        assert f'data-case="{case.id}"' in page
        assert ("falta de respeto" in page.partition('id="t-cases"')[2]) is sees
        assert (f'data-case="{case.id}"' in client.get("/moderation/?reason=harassment").text) is sees
        assert ("falta de respeto" in client.get(f"/moderation/cases/{case.id}").text) is sees


def test_the_note_of_a_removed_post_says_the_rule_too(room, scene):
    case, post, thread, _other = scene
    rule = re.search(r'<option value="(Norma 4[^"]*)"', room.get(f"/moderation/cases/{case.id}").text)[1]
    rule = html.unescape(rule)
    room.post(f"/moderation/cases/{case.id}", data={"act": "remove", "rule": rule, "reason": "Un teléfono."})
    assert fresh(post).gone_reason == f"{rule}. Un teléfono."
    assert html.escape(f"{rule}. Un teléfono.") in room.get(f"/debates/{thread.key}").text
