"""Nobody acts on what they called for: a post, also among those that move, a thread, or a person, while an
open case that concerns it has their flag or notice. The statement says that somebody called, if so.
"""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    Grounds,
    Said,
    decide_person,
    decide_post,
    decide_thread,
    flag_person,
    receive_notice,
    undo_decision,
)
from forum.moderation.actions.arranging import arrange_thread, mark_post
from forum.moderation.actions.deciding import calling
from forum.moderation.actions.editing import edit_by_team
from forum.moderation.actions.refusals import OwnFlag
from forum.moderation.actions.threadwork import Work, merge_threads, move_posts, split_thread, undo_transfer
from forum.moderation.models import Case, Decision
from forum.moderation.queries import find_decision, find_place
from forum.moderation.queries.stating import statement_for
from forum.permissions import GUEST, Viewer
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of
from tests.moderation.cases import make_case
from tests.moderation.test_reach import do, refused
from tests.statements import statements

WHY = Grounds("Norma 3: se sale del asunto.")
OWN = "denunciaste tú"


@pytest.fixture
def other(app):
    return make_user("otro", role="moderator")


@pytest.fixture
def talk(app):
    """A thread with four replies, the third of which is by an author of her own."""
    thread = make_thread()
    replies = [make_reply(thread) for _ in range(2)]
    author = make_user("autora")
    return thread, [*replies, make_reply(thread, author=author), make_reply(thread)], author


def last():
    db.session.rollback()
    return db.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).one()


def said(decision):
    team = Viewer(id=1, roles=frozenset({"moderator"}))
    return statement_for(find_decision(decision.id, team), GUEST).called


def test_a_post_that_one_flagged_is_not_moved_among_others(app, moderator, other, talk):
    thread, replies, _author = talk
    make_case(replies[2], moderator)
    target = make_thread()
    work = Work(fresh(moderator), WHY)
    refused(OwnFlag, split_thread, thread, Ranges.read("3-5"), "Aparte", work)
    refused(OwnFlag, move_posts, thread, Ranges.read("4"), target, Work(fresh(moderator), WHY))
    refused(OwnFlag, merge_threads, thread, target, Work(fresh(moderator), WHY))
    for act in ("remove", "move"):
        refused(OwnFlag, decide_thread, thread, moderator, act, WHY, make_group())
    do(decide_thread, thread, moderator, "close", WHY)
    do(split_thread, thread, Ranges.read("2-3"), "Aparte", Work(fresh(moderator), WHY))
    done = do(split_thread, thread, Ranges.read("4"), "Otro", Work(fresh(other), WHY))
    refused(OwnFlag, undo_transfer, done, moderator)
    refused(OwnFlag, undo_decision, last(), moderator)


def test_nor_is_a_thread_whose_opening_one_flagged(app, moderator, talk):
    thread, _replies, _author = talk
    make_case(opening_of(thread), moderator)
    work = Work(fresh(moderator), WHY)
    for act in ("close", "pin", "move", "remove"):
        refused(OwnFlag, decide_thread, thread, moderator, act, WHY, make_group())
    refused(OwnFlag, arrange_thread, thread, moderator, WHY, title="Otro título")
    refused(OwnFlag, split_thread, thread, Ranges.read("3"), "Aparte", work)
    refused(OwnFlag, move_posts, make_thread(), Ranges.read("2"), thread, Work(fresh(moderator), WHY))


def test_nor_is_a_post_marked_edited_or_hidden(app, moderator, talk):
    _thread, replies, _author = talk
    make_case(replies[2], moderator)
    refused(OwnFlag, mark_post, replies[2], moderator, WHY, picked=True, wiki=False)
    refused(OwnFlag, edit_by_team, replies[2], moderator, render("Otro."), WHY)
    refused(OwnFlag, decide_post, replies[2], moderator, "hide", WHY)


@pytest.mark.parametrize("how", ["flag", "person", "notice"])
def test_nor_is_anything_decided_about_a_person(app, moderator, other, talk, how):
    _thread, replies, author = talk
    with transaction():
        if how == "person":
            flag_person(fresh(author), fresh(moderator), "spam")
        elif how == "notice":
            where = find_place(f"/posts/{replies[2].id}", set(), GUEST)
            receive_notice(where, Said("other", "Es ilegal.", "Nuria", "n@x.example", "es"), fresh(moderator))
    if how == "flag":
        make_case(replies[2], moderator)
    refused(OwnFlag, decide_person, author, moderator, "warn", WHY)
    warned = do(decide_person, author, other, "warn", WHY)
    refused(OwnFlag, undo_decision, warned, moderator)


def test_once_it_is_decided_they_act_again(app, moderator, other, talk):
    thread, replies, author = talk
    make_case(replies[2], moderator)
    do(decide_post, replies[2], other, "remove", WHY)
    do(decide_person, author, moderator, "warn", WHY)
    do(split_thread, thread, Ranges.read("3-5"), "Aparte", Work(fresh(moderator), WHY))


def test_the_statement_says_that_somebody_called(app, moderator, talk):
    thread, replies, author = talk
    case = make_case(replies[2], make_user("pepa"))
    do(decide_person, author, moderator, "warn", WHY)
    assert (last().case_id, last().settles) == (case.id, False)
    assert said(last()) == "Alguien lo denunció."
    do(split_thread, thread, Ranges.read("4"), "Aparte", Work(fresh(moderator), WHY))
    assert said(last()) == "Alguien lo denunció."
    do(split_thread, thread, Ranges.read("3"), "Otro", Work(fresh(moderator), WHY))
    assert "iniciativa propia" in said(last())
    assert db.session.get_one(Case, case.id).state == "new"


def test_the_preview_says_it_too(room, talk):
    thread, replies, _author = talk
    make_case(replies[2], make_user("pepa"))
    fields = {"numbers": "4", "title": "Aparte", "reason": "Norma 3", "action": "preview"}
    page = room.post(f"/moderation/threads/{thread.id}/split", data=fields).text
    assert "Alguien lo denunció." in page
    page = room.post(f"/moderation/threads/{thread.id}/split", data=fields | {"numbers": "3"}).text
    assert "Alguien lo denunció." not in page
    warn = {"act": "warn", "reason": "Norma 3", "action": "preview"}
    assert "Alguien lo denunció." in room.post("/moderation/people/autora", data=warn).text


def test_the_forms_are_not_offered_and_say_why(room, moderator, talk):
    thread, replies, _author = talk
    make_case(replies[2], moderator)
    make_case(opening_of(thread), moderator)
    post = f"/moderation/posts/{replies[2].id}"
    for place in (post, f"/moderation/threads/{thread.id}", "/moderation/people/autora"):
        page = room.get(place)
        assert page.status_code == 200
        assert 'name="act"' not in page.text, place
        assert "Denunciaste" in page.text or OWN in page.text
    for place in (f"{post}/edit", f"{post}/marks", f"/moderation/threads/{thread.id}/split"):
        page = room.get(place)
        assert (page.status_code, OWN in page.text) == (403, True), place


def test_what_was_typed_is_there_to_copy(room, moderator, talk):
    thread, replies, _author = talk
    make_case(replies[2], moderator)
    typed = {"reason": "Se sale del asunto", "rule": "Norma 7: cada cosa en su sitio"}
    for place, data in (
        (f"/moderation/posts/{replies[2].id}", {"act": "hide"}),
        (f"/moderation/posts/{replies[2].id}/edit", {"body": "Otro texto."}),
        (f"/moderation/threads/{thread.id}/split", {"numbers": "4", "title": "Aparte", "action": "do"}),
        ("/moderation/people/autora", {"act": "warn"}),
    ):
        page = room.post(place, data=data | typed)
        assert page.status_code == 403, place
        assert "Se sale del asunto</textarea>" in page.text


def test_it_costs_the_same_however_many_posts_move(app, moderator, talk):
    thread, replies, _author = talk
    for reply in replies:
        make_case(reply)
    costs = []
    for numbers in ("2", "3-5"):
        with statements() as asked, transaction():
            calling(fresh(thread), fresh(moderator), "split", Ranges.read(numbers))
        costs.append(len(asked))
    assert costs[0] == costs[1]
