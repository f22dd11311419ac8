"""Who holds what first: acts that meet wait for each other, and none of them fails."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.debates.models import Post, Transfer
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold_row
from forum.lib.numbers import Ranges
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    Grounds,
    appeal,
    assign_case,
    decide_person,
    decide_post,
    hear,
    release_case,
    take_case,
    undo_decision,
)
from forum.moderation.actions.threadwork import Work, move_posts, undo_transfer
from forum.moderation.models import Appeal, Decision
from tests.factories import fresh, make_reply, make_thread, make_user
from tests.moderation.cases import make_case
from tests.moderation.racing import while_held


@pytest.fixture
def people(own_app):
    return [make_user(role="moderator") for _ in range(3)]


def only(model):
    """The id of the only row."""
    db.session.rollback()
    return db.session.scalars(select(model.id)).one()


def got(model, row_id):
    return db.session.get_one(model, row_id)


WORK = {
    "assign": lambda case, people: assign_case(fresh(case), fresh(people[1]), fresh(people[1])),
    "take": lambda case, people: take_case(fresh(case), fresh(people[0])),
    "release": lambda case, people: release_case(fresh(case), fresh(people[1])),
}


@pytest.mark.parametrize("work", WORK)
def test_undoing_waits_for_whoever_works_on_the_case(own_app, people, work):
    case = make_case(post := make_reply(make_thread()))
    with transaction():
        decide_post(got(Post, post.id), fresh(people[0]), "hide", "norma 3")
    decided = only(Decision)
    said = while_held(
        own_app,
        lambda: hold_row(fresh(case)),
        lambda: WORK[work](case, people),
        lambda: undo_decision(got(Decision, decided), fresh(people[0])),
    )
    assert said == ["done", "done"]
    assert fresh(post).state == "visible"


def test_so_does_undoing_what_moved_posts(own_app, people):
    source, target = make_thread(), make_thread()
    case = make_case(make_reply(source))
    with transaction():
        work = Work(fresh(people[0]), Grounds("va allí"), fresh(case), settles=False)
        move_posts(fresh(source), Ranges.read("2"), fresh(target), work)
    done = only(Transfer)
    said = while_held(
        own_app,
        lambda: hold_row(fresh(case)),
        lambda: assign_case(fresh(case), fresh(people[1]), fresh(people[1])),
        lambda: undo_transfer(got(Transfer, done), fresh(people[0])),
    )
    assert said == ["done", "done"]
    assert got(Transfer, done).undone


def test_so_does_hearing_an_appeal(own_app, people):
    ana = make_user()
    case = make_case(post := make_reply(make_thread(), author=ana))
    with transaction():
        decide_post(got(Post, post.id), fresh(people[0]), "remove", "norma 3").told = utcnow()
    decided = only(Decision)
    with transaction():
        appeal(got(Decision, decided), fresh(ana), "No es así.")
    asked = only(Appeal)
    said = while_held(
        own_app,
        lambda: hold_row(fresh(case)),
        lambda: assign_case(fresh(case), fresh(people[1]), fresh(people[1])),
        lambda: hear(got(Appeal, asked), fresh(people[2]), "reversed", "Es verdad."),
    )
    assert said == ["done", "done"]
    assert fresh(post).state == "visible"


@pytest.mark.parametrize("act", ["suspend", "silence"])
def test_of_two_administrators_who_suspend_each_other_one_can_still_act(own_app, act):
    one, other = make_user(role="admin"), make_user(role="admin")
    until = utcnow() + timedelta(days=30)
    said = while_held(
        own_app,
        lambda: decide_person(fresh(one), fresh(other), act, "norma 1", until=until),
        lambda: None,
        lambda: decide_person(fresh(other), fresh(one), act, "norma 1", until=until),
    )
    assert said == ["done", "LastToAct"]
    assert [fresh(who).suspended or fresh(who).silenced for who in (one, other)] == [True, False]
