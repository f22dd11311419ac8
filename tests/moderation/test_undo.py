"""Ten minutes in which a decision can be taken back, and then the statement of reasons."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.debates.actions import edit_post, withdraw_post
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_person, decide_post, decide_thread
from forum.moderation.actions.telling import tell_decisions
from forum.moderation.models import Decision, Flag
from forum.notifications.models import Communication
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes


def last() -> Decision:
    db.session.rollback()
    return db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


def undo(client):
    return client.post(f"/moderation/decisions/{last().id}/undo")


def told_to(person) -> list[str]:
    """The bodies of what a person was written."""
    query = select(Communication.body).where(Communication.user_id == person.id)
    return list(db.session.scalars(query.order_by(Communication.id)))


@pytest.mark.parametrize("act", ["hide", "remove"])
def test_undoing_shows_the_post_again_and_opens_its_case_and_nobody_is_told(room, act):
    ana, luis = make_user(), make_user()
    post = make_reply(make_thread(), "Lo dicho", author=ana)
    case = make_case(post, luis)
    room.post(f"/moderation/cases/{case.id}", data={"act": act, "reason": "norma 1"})
    assert fresh(post).state != "visible"
    assert undo(room).status_code == 303
    assert (fresh(post).state, fresh(post).gone_reason) == ("visible", "")
    assert fresh(case).state == "in_hand"
    time_passes()
    assert told_to(ana) == told_to(luis) == []


def test_undoing_a_restoration_takes_the_post_away_for_its_old_reason(room, moderator):
    post = make_reply(make_thread())
    with transaction():
        decide_post(fresh(post), fresh(moderator), "remove", "norma 3")
    room.post(f"/moderation/posts/{post.id}", data={"act": "restore"})
    undo(room)
    assert (fresh(post).state, fresh(post).gone_reason) == ("removed", "norma 3")


@pytest.mark.parametrize("act", ["close", "pin", "move", "remove"])
def test_undoing_what_was_done_to_a_thread(room, moderator, act):
    group, other = make_group(), make_group()
    thread = make_thread(group=group)
    where = {"group": fresh(other)} if act == "move" else {}
    with transaction():
        decide_thread(fresh(thread), fresh(moderator), act, "norma 7", **where)
    assert undo(room).status_code == 303
    now = fresh(thread)
    assert (now.closed, now.pinned, now.group_id, now.state) == (False, False, group.id, "visible")


def test_what_changed_since_is_not_undone(room, moderator):
    post = make_reply(make_thread())
    with transaction():
        decide_post(fresh(post), fresh(moderator), "hide", "se mira")
    first = last().id
    with transaction():
        decide_post(fresh(post), fresh(moderator), "restore", "estaba bien")
    answer = room.post(f"/moderation/decisions/{first}/undo")
    assert "ha cambiado después" in room.get(answer.location).text
    assert db.session.get_one(Decision, first).undone is None


def test_after_ten_minutes_the_statement_leaves_and_nothing_is_undone(room, moderator):
    ana, luis = make_user(), make_user()
    post = make_reply(make_thread("Permuta"), author=ana)
    case = make_case(post, luis)
    sent = {"act": "remove", "reason": "Da un teléfono ajeno.", "rule": "Norma 4: datos personales"}
    room.post(f"/moderation/cases/{case.id}", data=sent)
    tell_decisions()
    assert told_to(ana) == []
    time_passes()
    (statement,) = told_to(ana)
    for said in (
        "Tu mensaje se ha retirado",
        "Permuta",
        "Da un teléfono ajeno.",
        "Norma 4: datos personales",
        "No ha habido detección automática",
        f"/me/decisions/{last().id}",
        "seis meses",
    ):
        assert said in statement
    assert len(told_to(luis)) == 1
    time_passes()
    assert len(told_to(ana)) == 1
    answer = undo(room)
    assert "Ya han pasado los diez minutos" in room.get(answer.location).text
    assert fresh(post).state == "removed"


def test_the_law_is_named_where_it_is_what_a_decision_rests_on(room):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    sent = {"act": "remove", "reason": "Amenaza.", "rule": "law", "law": "artículo 169 del Código Penal"}
    room.post(f"/moderation/posts/{post.id}", data=sent)
    time_passes()
    assert "La ley: artículo 169 del Código Penal" in told_to(ana)[0]


def test_the_case_shows_the_statement_before_it_is_sent(room):
    case = make_case(make_reply(make_thread("Permuta")))
    sent = {"act": "remove", "reason": "Da un teléfono ajeno.", "action": "preview"}
    page = room.post(f"/moderation/cases/{case.id}", data=sent)
    assert page.status_code == 200
    assert "Así será la comunicación" in page.text
    assert page.text.count("Da un teléfono ajeno.") == 2
    assert fresh(case).state == "new"


def test_a_text_that_moderators_edit_says_why_and_goes_back(room):
    ana = make_user()
    post = make_reply(make_thread(), "Llamad al **555**", author=ana)
    case = make_case(post)
    address = f"/moderation/posts/{post.id}/edit"
    form = {"body": "Llamad al **teléfono**", "reason": "Es un teléfono ajeno.", "revision": "1"}
    assert "Llamad al **555**" in room.get(address).text
    assert room.post(address, data=form | {"reason": ""}).status_code == 422
    assert room.post(address, data=form | {"revision": "9"}).status_code == 409
    assert room.post(address, data=form).status_code == 303
    assert "teléfono" in fresh(post).body_text
    assert fresh(case).state == "decided"
    undo(room)
    assert fresh(post).body_text.strip() == "Llamad al 555"
    assert fresh(case).state == "in_hand"


def test_what_an_author_wrote_after_an_edit_of_moderators_is_not_taken_back(room):
    ana = make_user()
    post = make_reply(make_thread(), "Uno", author=ana)
    room.post(f"/moderation/posts/{post.id}/edit", data={"body": "Dos", "reason": "norma 1"})
    text = render("Tres")
    with transaction():
        edit_post(fresh(post), fresh(ana), text)
    undo(room)
    assert fresh(post).body == "Tres"
    assert last().undone is None


def test_undoing_a_sanction_leaves_what_others_say(room, moderator):
    ana, until = make_user(), utcnow() + timedelta(days=7)
    with transaction():
        decide_person(fresh(ana), fresh(moderator), "silence", "norma 1", until=until)
        decide_person(fresh(ana), fresh(moderator), "silence", "norma 1", until=until + timedelta(days=30))
    assert fresh(ana).silenced_until == until + timedelta(days=30)
    undo(room)
    assert fresh(ana).silenced_until == until


def test_a_sanction_ends_by_itself(client, moderator):
    ana = make_user()
    thread = make_thread()
    with transaction():
        decide_person(fresh(ana), fresh(moderator), "silence", "x", until=utcnow() + timedelta(days=1))
    sign_in(client, ana)
    assert client.post(f"/debates/{thread.key}/replies", data={"body": "Hola"}).status_code == 403
    with transaction():
        fresh(ana).silenced_until = utcnow() - timedelta(seconds=1)
    assert client.post(f"/debates/{thread.key}/replies", data={"body": "Hola"}).status_code == 303


def test_a_split_is_a_decision_that_is_told_and_undone_by_either_door(room):
    ana = make_user()
    thread = make_thread("Permuta", author=ana)
    posts = [make_reply(thread) for _ in range(3)]
    form = {"numbers": "3-4", "title": "Otra cosa", "reason": "Es otro tema.", "action": "do"}
    for door in ("decision", "transfer"):
        assert room.post(f"/moderation/threads/{thread.id}/split", data=form).status_code == 303
        assert last().act == "split"
        assert fresh(posts[1]).thread_id != thread.id
        transfer = last().before["transfer"]
        address = f"/moderation/decisions/{last().id}/undo"
        if door == "transfer":
            address = f"/moderation/transfers/{transfer}/undo"
        assert room.post(address).status_code == 303
        assert [fresh(post).number for post in posts] == [2, 3, 4]
        assert {fresh(post).thread_id for post in posts} == {thread.id}
        assert last().undone is not None
    time_passes()
    assert told_to(ana) == []
    room.post(f"/moderation/threads/{thread.id}/split", data=form)
    time_passes()
    assert "en un debate nuevo" in told_to(ana)[0]
    assert "Es otro tema." in told_to(ana)[0]


def test_a_measure_alone_decides_the_case_and_undoing_it_opens_it_again(room):
    ana = make_user()
    case = make_case(make_reply(make_thread(), author=ana))
    sent = {"act": "none", "sanction": "silence", "days": "3", "reason": "norma 1"}
    assert room.post(f"/moderation/cases/{case.id}", data=sent).status_code == 303
    assert (fresh(case).state, fresh(ana).silenced) == ("decided", True)
    assert room.post(f"/moderation/cases/{case.id}", data=sent).status_code == 409
    undo(room)
    assert (fresh(case).state, fresh(ana).silenced) == ("in_hand", False)


def test_a_post_is_removed_and_its_author_suspended_in_one_go(room):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    case = make_case(post)
    sent = {"act": "remove", "sanction": "suspend", "days": "7", "reason": "norma 1"}
    assert room.post(f"/moderation/cases/{case.id}", data=sent).status_code == 303
    assert (fresh(case).state, fresh(post).state, fresh(ana).suspended) == ("decided", "removed", True)
    undo(room)
    assert (fresh(case).state, fresh(post).state, fresh(ana).suspended) == ("decided", "removed", False)
    time_passes()
    assert len(told_to(ana)) == 1


def test_what_is_set_on_a_thread_is_told_and_goes_back_but_pins_are_not_told(room):
    ana = make_user()
    thread = make_thread("Permuta", author=ana)
    address = f"/moderation/threads/{thread.id}/arrange"
    form = {"title": "Permuta", "slow_minutes": "0", "pinned": "", "reason": "Se enfría."}
    assert room.post(address, data=form | {"pinned": "group"}).status_code == 303
    assert room.post(address, data=form | {"closes_at": "2030-01-02T10:00"}).status_code == 303
    assert fresh(thread).closes_at is not None
    undo(room)
    assert (fresh(thread).closes_at, fresh(thread).pinned) == (None, True)
    assert room.post(address, data=form | {"title": "Permuta de Lugo"}).status_code == 303
    time_passes()
    (statement,) = told_to(ana)
    assert "Ha cambiado tu debate. Título: de «" in statement


def test_a_mark_goes_back(room):
    post = make_reply(make_thread())
    assert room.post(f"/moderation/posts/{post.id}/marks", data={"picked": "y"}).status_code == 303
    assert fresh(post).picked
    undo(room)
    assert not fresh(post).picked


@pytest.mark.parametrize("act", ["remove", "move", "restore"])
def test_what_was_decided_before_its_inverse_was_kept_is_appealed_without_failing(room, act):
    ana, judge = make_user(), make_user(role="moderator")
    group = make_group()
    thread = make_thread(group=make_group(), author=ana)
    post = make_reply(thread, author=ana)
    with transaction():
        if act == "move":
            decide_thread(fresh(thread), fresh(judge), act, "norma 7", group=fresh(group))
        else:
            decide_post(fresh(post), fresh(judge), "remove", "norma 1")
            if act == "restore":
                decide_post(fresh(post), fresh(judge), "restore", "no era")
        for decision in db.session.scalars(select(Decision)):
            decision.before, decision.told = {}, utcnow()
        made = appeal(db.session.scalars(select(Decision).order_by(Decision.id.desc())).first(), ana, "No.")
        db.session.flush()
        number = made.id
    answer = room.post(f"/moderation/appeals/{number}", data={"outcome": "reversed", "reasons": "No lo era."})
    assert answer.status_code == 303
    assert fresh(post).state == ("hidden" if act == "restore" else "visible")


def test_what_moderators_took_out_of_a_text_is_not_read_in_its_history(room, client):
    ana = make_user()
    post = make_reply(make_thread(), "Llamad al 555123", author=ana)
    room.post(f"/moderation/posts/{post.id}/edit", data={"body": "Llamad", "reason": "Teléfono ajeno."})
    history = f"/posts/{post.id}/revisions"
    assert "555123" in room.get(history).text
    with client.session_transaction() as session:
        session.clear()
    page = client.get(history)
    assert page.status_code == 200
    assert "555123" not in page.text
    assert "retirada por moderación" in page.text
    sign_in(client, ana)
    assert "555123" in client.get(history).text
    sign_in(room, make_user(role="moderator"))
    undo(room)
    with client.session_transaction() as session:
        session.clear()
    assert "555123" in client.get(history).text


def test_what_is_approved_is_no_restriction_and_what_is_refused_was_never_shown(room):
    ana = make_user()
    thread = make_thread("Permuta")
    posts = [make_reply(thread, author=ana, state="pending") for _ in range(2)]
    room.post(f"/moderation/posts/{posts[0].id}", data={"act": "restore"})
    room.post(f"/moderation/posts/{posts[1].id}", data={"act": "remove", "reason": "norma 6"})
    time_passes()
    (said,) = told_to(ana)
    assert "no se ha publicado" in said


def test_undoing_the_refusal_of_a_thread_has_it_wait_again(room):
    thread = make_thread(state="pending")
    room.post(f"/moderation/threads/{thread.id}", data={"act": "remove", "reason": "norma 6"})
    assert fresh(thread).state == "removed"
    undo(room)
    assert fresh(thread).state == "pending"


def test_a_warning_has_no_end(room):
    ana = make_user("ana")
    room.post("/moderation/people/ana", data={"act": "warn", "days": "7", "reason": "norma 1"})
    assert last().until is None
    assert last().person_id == ana.id


def test_a_moderator_is_not_told_who_flagged_what_they_wrote(room, moderator):
    luis = make_user("luis", display_name="Luis")
    case = make_case(make_reply(make_thread(), author=moderator), luis, note="No viene a cuento")
    page = room.get(f"/moderation/cases/{case.id}").text
    assert "Luis" not in page
    assert "No viene a cuento" not in page


def test_no_flag_is_lost_when_a_case_opens_again_beside_another(room):
    post, luis = make_reply(make_thread()), make_user()
    old = make_case(post, luis, note="la primera")
    room.post(f"/moderation/cases/{old.id}", data={"act": "dismiss", "reason": "no"})
    make_case(post, luis, make_user())
    undo(room)
    assert fresh(old).state == "closed"
    notes = db.session.scalars(select(Flag.note)).all()
    assert len(notes) == 3
    assert "la primera" in notes


@pytest.mark.parametrize("act", ["restore", "remove"])
def test_a_thread_that_awaited_approval_does_so_again(room, moderator, act):
    thread = make_thread(state="pending")
    with transaction():
        db.session.get_one(Thread, thread.id).gone_reason = "Tiene enlaces."
        decide_thread(fresh(thread), fresh(moderator), act, "norma 4")
    assert undo(room).status_code == 303
    now = fresh(thread)
    assert (now.state, now.gone_reason, now.gone_at) == ("pending", "Tiene enlaces.", None)


@pytest.mark.parametrize("later", [("remove",), ("restore", "remove"), ("restore", "hide")])
def test_what_others_decided_since_stands(room, moderator, later):
    post, other = make_reply(make_thread()), make_user(role="moderator")
    with transaction():
        first = decide_post(fresh(post), fresh(moderator), "hide", "se mira").id
    for act in later:
        with transaction():
            decide_post(fresh(post), fresh(other), act, "norma 1")
    stands = fresh(post).state
    answer = room.post(f"/moderation/decisions/{first}/undo")
    assert "ha cambiado después" in room.get(answer.location).text
    db.session.rollback()
    assert (fresh(post).state, fresh(post).gone_reason) == (stands, "norma 1")


def test_what_its_author_took_back_since_stays_the_authors(room, moderator):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    with transaction():
        decide_post(fresh(post), fresh(moderator), "hide", "se mira")
    with transaction():
        back = decide_post(fresh(post), fresh(moderator), "restore", "estaba bien").id
    with transaction():
        withdraw_post(fresh(post), fresh(ana))
    room.post(f"/moderation/decisions/{back}/undo")
    db.session.rollback()
    assert (fresh(post).state, fresh(post).gone_by) == ("removed", "author")


@pytest.mark.parametrize("act", ["hide", "remove", "close", "move"])
def test_what_was_decided_before_undoing_was_kept_is_reversed_all_the_same(room, act):
    ana, other, group = make_user(), make_user(role="moderator"), make_group()
    thread = make_thread(author=ana, group=group)
    post = make_reply(thread, author=ana)
    where = {"group": fresh(make_group())} if act == "move" else {}
    with transaction():
        if act in ("hide", "remove"):
            decide_post(fresh(post), fresh(other), act, "norma 1")
        else:
            decide_thread(fresh(thread), fresh(other), act, "norma 1", **where)
    time_passes()
    with transaction():
        decision = db.session.get_one(Decision, last().id)
        decision.before = {}
        asked = appeal(decision, fresh(ana), "No es así.")
    said = {"outcome": "reversed", "reasons": "Es verdad."}
    assert room.post(f"/moderation/appeals/{asked.id}", data=said).status_code == 303
    db.session.rollback()
    assert (fresh(post).state, fresh(thread).closed) == ("visible", False)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_decisions_on_a_post_that_are_both_reversed_leave_it_in_sight(room, order):
    ana, other = make_user(), make_user(role="moderator")
    post = make_reply(make_thread(), author=ana)
    made = []
    for act in ("hide", "remove"):
        with transaction():
            made.append(decide_post(fresh(post), fresh(other), act, "norma 1").id)
    time_passes()
    said = {"outcome": "reversed", "reasons": "Es verdad."}
    for place in order:
        with transaction():
            asked = appeal(db.session.get_one(Decision, made[place]), fresh(ana), "No es así.")
        assert room.post(f"/moderation/appeals/{asked.id}", data=said).status_code == 303
    db.session.rollback()
    assert (fresh(post).state, fresh(post).gone_reason) == ("visible", "")


def test_a_statement_that_cannot_be_written_holds_up_no_other(room, moderator):
    ana = make_user()
    thread = make_thread(author=ana)
    with transaction():
        decide_thread(fresh(thread), fresh(moderator), "close", "norma 7").act = "unheard-of"
    with transaction():
        decide_thread(fresh(thread), fresh(moderator), "open", "ya está")
    with pytest.raises(KeyError):
        time_passes()
    db.session.rollback()
    told = db.session.scalars(select(Decision.told).order_by(Decision.id)).all()
    assert [moment is not None for moment in told] == [False, True]
    assert len(told_to(ana)) == 1


def test_whoever_flagged_is_not_told_which_measure_a_person_is_under(client, room):
    luis = make_user()
    case = make_case(make_reply(make_thread(), author=make_user()), luis)
    sent = {"act": "none", "sanction": "silence", "days": "3", "reason": "norma 1"}
    room.post(f"/moderation/cases/{case.id}", data=sent)
    time_passes()
    sign_in(client, luis)
    for address in ("/me/flags", f"/me/flags/{case.id}"):
        page = client.get(address).text
        assert "una decisión sobre la persona" in page
        assert "Solo lectura" not in page
