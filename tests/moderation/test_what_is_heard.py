"""Whoever hears an appeal sees what was decided, and reverses with it what was decided at once."""

import html

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, appeal
from forum.moderation.actions.arranging import arrange_thread
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.actions.threadwork import Work, move_posts
from forum.moderation.models import Appeal, Decision
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import make_case, time_passes


@pytest.fixture
def other():
    return make_user("berta", role="moderator")


def asked_about(made, person):
    """Have a person ask for the review of a decision; gives its address."""
    time_passes()
    with transaction():
        return f"/moderation/appeals/{appeal(db.session.get_one(Decision, made), fresh(person), 'No.').id}"


def read(client, person, address):
    sign_in(client, person)
    page = client.get(address)
    assert page.status_code == 200
    return html.unescape(page.text.partition("<main")[2])


def test_of_an_edit_both_texts_are_seen(client, moderator, other):
    ana = make_user("ana")
    post, new = make_reply(make_thread(), "Eres un ladrón.", author=ana), render("Sin insulto.")
    with transaction():
        made = edit_by_team(fresh(post), fresh(moderator), new, Grounds("norma 2")).id
    page = read(client, other, asked_about(made, ana))
    assert "Eres un ladrón." in page.partition("El texto antes")[2].partition("El texto después")[0]
    assert "Sin insulto." in page.partition("El texto después")[2]


def test_of_moved_posts_which_went_where_and_of_settings_what_was_set(client, moderator, other):
    ana = make_user("ana")
    thread = make_thread("Uno", author=ana)
    for _ in range(3):
        make_reply(thread)
    target = make_thread("Dos", group=db.session.get_one(Group, thread.group_id))
    with transaction():
        work = Work(fresh(moderator), Grounds("es otro tema"))
        move_posts(fresh(thread), Ranges.read("3-4"), fresh(target), work)
    made = db.session.scalar(select(Decision.id))
    page = read(client, other, asked_about(made, ana))
    assert "De «Uno» a «Dos»: 2 mensajes" in page
    assert "era el n.º 3, es el n.º 2" in page
    with transaction():
        set_to = {"title": "Otro título", "slow_minutes": 10}
        made = arrange_thread(fresh(thread), fresh(moderator), Grounds("ritmo"), **set_to).id
    page = read(client, other, asked_about(made, ana))
    assert "Uno → Otro título" in page
    assert "Modo lento, en minutos" in page
    assert db.session.get_one(Thread, thread.id).slow_minutes == 10


def removed_and_suspended(room, person, flagger):
    """Remove a post and suspend who wrote it at once; gives the post and the ids of both decisions."""
    post = make_reply(make_thread("Permuta"), "Eres un ladrón.", author=person)
    case = make_case(post, flagger, reason="harassment")
    said = {"act": "remove", "sanction": "suspend", "days": "7", "reason": "Insulta."}
    assert room.post(f"/moderation/cases/{case.id}", data=said).status_code == 303
    return post, list(db.session.scalars(select(Decision.id).order_by(Decision.id)))


@pytest.mark.parametrize("also", [True, False])
@pytest.mark.parametrize("first", ["remove", "suspend"])
def test_what_was_decided_at_once_is_reversed_with_it_if_it_is_ticked(room, moderator, other, also, first):
    ana = make_user("ana")
    post, ids = removed_and_suspended(room, ana, make_user("luis"))
    made, beside = ids if first == "remove" else reversed(ids)
    address = asked_about(made, ana)
    page = read(room, other, address)
    assert "Anular también" in page
    assert f'name="also" value="{beside}"' in page
    assert "Se decidió a la vez" in page
    assert "Eres un ladrón." in page
    assert "/people/luis" in page
    said = {"outcome": "reversed", "reasons": "No insultaba."}
    assert room.post(address, data=said | ({"also": beside} if also else {})).status_code == 303
    db.session.rollback()
    undone = {one.id: one.undone is not None for one in db.session.scalars(select(Decision))}
    assert undone == {made: True, beside: also}
    back, free = (also or first == act for act in ("remove", "suspend"))
    assert (fresh(post).state == "visible") is back
    assert fresh(ana).suspended is not free
    mail = mails_to(ana.email)[-1].get_content()
    name = "Suspender" if first == "remove" else "Retirar"
    assert (f"También se anula: {name}." in mail) is also
    assert ("todo vuelve a estar como antes" in mail) is also
    assert (f"Sigue en pie: {name}." in mail) is not also
    assert len([one for one in mails_to(ana.email) if "Anulada" in one["Subject"]]) == 0


def test_nothing_is_reversed_with_what_is_upheld_nor_by_who_does_not_decide_on_it(room, moderator, other):
    ana = make_user("ana")
    post, (made, beside) = removed_and_suspended(room, ana, make_user("luis"))
    address = asked_about(made, ana)
    sign_in(room, other)
    said = {"outcome": "upheld", "reasons": "Insulta.", "also": beside}
    page = room.post(address, data=said)
    assert page.status_code == 422
    assert "no se anula ninguna otra con ella" in page.text
    assert "Insulta." in page.text
    keeper = make_user()
    group = make_group(moderators=(keeper,))
    with transaction():
        db.session.get_one(Thread, post.thread_id).group_id = group.id
    sign_in(room, keeper)
    assert "Anular también" not in room.get(address).text
    room.post(address, data=said | {"outcome": "reversed"})
    db.session.rollback()
    assert db.session.get_one(Decision, beside).undone is None
    assert db.session.scalar(select(Appeal.outcome)) == "reversed"
