"""Hearing appeals: what the list of them costs, and who may hear which."""

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, undo_decision
from forum.moderation.models import Decision
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import time_passes
from tests.statements import statements


def appealed(moderator, group=None):
    """A removal that its author asks to have looked at again."""
    ana = make_user()
    post = make_reply(make_thread(group=group), author=ana)
    with transaction():
        made = decide_post(fresh(post), fresh(moderator), "remove", "norma 3").id
    time_passes()
    with transaction():
        return appeal(db.session.get_one(Decision, made), fresh(ana), "No es así.").id


def test_the_list_costs_the_same_however_many_wait(room):
    keeper = make_user()
    deciders = [make_user(role="moderator"), keeper]
    group = make_group(moderators=(keeper,))
    appealed(deciders[0])
    room.get("/moderation/appeals")
    with statements() as few:
        room.get("/moderation/appeals")
    for decider in deciders * 3:
        appealed(decider, group)
    with statements() as many:
        page = room.get("/moderation/appeals").text
    assert page.count('class="case"') == 7
    assert len(many) == len(few)


def test_where_nobody_can_hear_it_it_is_overdue(room, moderator):
    appealed(moderator)
    assert "fuera de plazo" in room.get("/moderation/appeals").text
    make_user(role="moderator")
    assert "fuera de plazo" not in room.get("/moderation/appeals").text


def test_a_groups_moderator_hears_only_what_is_there(room, moderator):
    group = make_group(moderators=(make_user(),))
    appealed(moderator, group)
    appealed(moderator)
    page = room.get("/moderation/appeals").text
    assert page.count("fuera de plazo") == 1


def test_what_was_reversed_is_called_so_wherever_it_is_listed(room, moderator):
    """«Deshecha» is what was taken back before anybody was told."""
    other, ana = make_user(role="moderator"), make_user("ana")
    for told in (True, False):
        post = make_reply(make_thread(), author=ana)
        with transaction():
            made = decide_post(fresh(post), fresh(other), "remove", "norma 3").id
        if told:
            time_passes()
            with transaction():
                asked = appeal(db.session.get_one(Decision, made), fresh(ana), "No es así.").id
            room.post(f"/moderation/appeals/{asked}", data={"outcome": "reversed", "reasons": "No lo era."})
        else:
            with transaction():
                undo_decision(db.session.get_one(Decision, made), fresh(other))
    for address in ("/moderation/log", "/moderation/people/ana"):
        page = room.get(address).text.partition('id="t-decisions"')[2]
        assert page.count("deshecha") == page.count("anulada en una revisión") == 1
        assert page.index("deshecha") < page.index("anulada en una revisión")
