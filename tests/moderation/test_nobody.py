"""Cases that nobody may decide, and appeals that nobody may hear: their pages and the summary say so."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, flag_person
from forum.moderation.models import Appeal, Case
from forum.moderation.queries import find_appeal, find_case, hearers
from forum.moderation.queries.nobody import is_stuck, nobody_hears
from forum.moderation.weekly.queries import odd_things
from forum.permissions import Viewer, may
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import make_case
from tests.moderation.people import sanction

NOBODY = "No hay nadie en el equipo que pueda decidir este caso"
EVERYONE = Viewer(0, frozenset({"member", "moderator", "admin"}))


def stuck(case):
    return is_stuck(find_case(case.id, EVERYONE))


def case_about(person, flagger):
    with transaction():
        case_id = flag_person(fresh(person), fresh(flagger), "harassment").case_id
    return db.session.get_one(Case, case_id)


def test_a_case_about_the_only_administrator_says_so_and_is_odd(room, moderator):
    chief = make_user(role="admin")
    case = case_about(chief, make_user())
    assert NOBODY in room.get(f"/moderation/cases/{case.id}").text
    assert odd_things(viewer_of(fresh(moderator))).stuck == 1
    make_user(role="admin")
    assert NOBODY not in room.get(f"/moderation/cases/{case.id}").text
    assert odd_things(viewer_of(fresh(moderator))).stuck == 0


def test_so_does_one_that_all_who_could_decide_it_flagged(room, moderator):
    local = make_user()
    post = make_reply(make_thread(group=make_group(moderators=(local,))))
    case = make_case(post, moderator, local)
    assert NOBODY in room.get(f"/moderation/cases/{case.id}").text
    assert not stuck(make_case(make_reply(make_thread(group=make_group(moderators=(local,)))), moderator))


def test_whoever_is_restricted_cannot_decide_it_now(app, moderator):
    post = make_reply(make_thread())
    case = make_case(post)
    assert not stuck(case)
    sanction(moderator, make_user("jefa", role="admin"), "silence")
    assert not stuck(case)  # the administrator may
    assert not stuck(case_about(fresh(moderator), make_user()))


@pytest.mark.parametrize("team", [(), ("moderator",), ("admin",), ("moderator", "admin")])
@pytest.mark.parametrize("author", ["member", "moderator", "admin"])
@pytest.mark.parametrize("flags", [False, True])
def test_it_says_the_same_as_the_rule_asked_of_each(app, team, author, flags):
    people = [make_user(role=role) for role in team]
    wrote = make_user(role=author)
    local = make_user()
    thread = make_thread(group=make_group(moderators=(local,)))
    case = make_case(make_reply(thread, author=wrote), *((people or [make_user()]) if flags else ()))
    found = find_case(case.id, EVERYONE)
    able = [one for one in (*people, wrote, local) if may(viewer_of(fresh(one)), "case.decide", found)]
    assert stuck(case) is not bool(able)


@pytest.mark.parametrize("others", [(), ("member",), ("moderator",), ("admin",)])
@pytest.mark.parametrize("author", ["member", "moderator", "admin"])
def test_an_appeal_that_nobody_hears_is_overdue_at_once(app, others, author):
    wrote, decided = make_user(role=author), make_user("jefa", role="admin")
    for role in others:
        make_user(role=role)
    post = make_reply(make_thread(), author=wrote)
    with transaction():
        decision = decide_post(fresh(post), fresh(decided), "hide", "norma 3")
        decision.told = utcnow()
        appeal(decision, fresh(wrote), "No es así.")
    found = find_appeal(db.session.scalars(select(Appeal.id)).one(), EVERYONE)
    alone = db.session.scalar(select(Appeal.id).join(Appeal.decision).where(nobody_hears())) is not None
    assert alone is not bool(hearers(found))
    assert odd_things(viewer_of(fresh(decided))).overdue == int(alone)


def test_flags_of_the_team_in_other_cases_are_no_matter(app, moderator):
    make_case(make_reply(make_thread()), moderator)
    assert not stuck(make_case(make_reply(make_thread())))
