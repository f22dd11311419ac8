"""Measures on people: who takes them on whom, that they end by themselves, and what undoing them leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.accounts.models import User
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_person, hear, undo_decision
from forum.moderation.actions.refusals import NotNow
from forum.moderation.models import Decision
from forum.moderation.queries import restriction_of
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import decisions, make_case
from tests.moderation.people import REASON, sanction

ACTS = ("warn", "silence", "suspend", "lift", "undo", "reverse")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(1, 60), st.integers(0, 9)), max_size=12)


@dataclass
class Said:
    """What the model knows of a decision."""

    number: int
    act: str
    until: datetime | None
    stands: bool = True
    told: bool = False


def expected(history: list[Said], act: str) -> datetime | None:
    """Until when the decisions that stand restrict somebody: the latest end since the last lift."""
    latest = None
    for said in history:
        if said.stands and said.act == "lift":
            latest = None
        elif said.stands and said.act == act:
            latest = max(latest or said.until, said.until)
    return latest


@pytest.fixture
def team(app):
    return make_user("ana", role="moderator"), make_user("luis", role="moderator")


def take(person: User, moderator: User, act: str, days: int) -> Said | None:
    """A measure; None where there is nothing to lift."""
    until = None if act in ("warn", "lift") else utcnow() + timedelta(days=days)
    try:
        with transaction():
            found = decide_person(fresh(person), fresh(moderator), act, REASON, until=until)
            return Said(found.id, act, until)
    except NotNow:
        assert act == "lift"
        return None


def take_back(said: Said, person: User, team: tuple[User, User], how: str) -> None:
    """Undo a decision within its ten minutes, or have an appeal against it reverse it."""
    ana, luis = team
    with transaction():
        decision = db.session.get_one(Decision, said.number)
        if how == "undo":
            undo_decision(decision, fresh(ana))
        else:
            decision.told = utcnow()
            made = appeal(decision, fresh(person), "No es así.")
            db.session.flush()
            hear(made, fresh(luis), "reversed", "No lo era.")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_undone_what_stands_holds(team, steps):
    person, history = make_user(), []
    for act, days, which in steps:
        if act in ("undo", "reverse"):
            standing = [said for said in history if said.stands]
            if standing:
                said = standing[which % len(standing)]
                take_back(said, person, team, act)
                said.stands = False
        else:
            history += filter(None, [take(person, team[0], act, days)])
        db.session.rollback()
        now = fresh(person)
        assert now.silenced_until == expected(history, "silence")
        assert now.suspended_until == expected(history, "suspend")
        assert now.silenced is (expected(history, "silence") is not None)
        shown = restriction_of(now)
        assert (shown is not None) is (now.silenced or now.suspended)
        if shown:
            assert shown.until == expected(history, shown.kind)
            assert shown.reason == REASON
        db.session.rollback()
    assert broken_links() == []


def test_a_measure_ends_by_itself_and_nothing_has_to_run(team):
    person = make_user()
    sanction(person, team[0], "silence", days=3)
    sanction(person, team[0], "suspend", days=1)
    for days, roles, silenced in ((0, False, True), (2, True, True), (4, True, False)):
        with transaction():
            now = fresh(person)
            now.silenced_until -= timedelta(days=days)
            now.suspended_until -= timedelta(days=days)
            looking = viewer_of(now)
            assert bool(looking.roles) is roles
            assert looking.silenced is silenced
            now.silenced_until += timedelta(days=days)
            now.suspended_until += timedelta(days=days)


def test_lifting_and_undoing_that_restores_a_suspension_without_an_end(team):
    person = make_user()
    with transaction():
        fresh(person).state = "suspended"
    said = take(person, team[0], "lift", 0)
    assert not fresh(person).suspended
    db.session.rollback()
    take_back(said, person, team, "undo")
    assert fresh(person).suspended


SENT = {"act": "silence", "reason": REASON, "days": "7"}


@pytest.mark.parametrize(
    ("who", "whom", "status"),
    [
        ("moderator", "member", 303),
        ("moderator", "moderator", 403),
        ("moderator", "other moderator", 303),
        ("moderator", "admin", 403),
        ("admin", "moderator", 303),
        ("admin", "other admin", 303),
        ("admin", "admin", 403),
        ("group moderator", "member", 403),
        ("group moderator", "admin", 403),
        ("member", "moderator", 403),
    ],
)
def test_who_takes_measures_on_whom(client, app, who, whom, status):
    people = {
        "member": make_user(),
        "group moderator": make_user(),
        **{name: make_user(role="moderator") for name in ("moderator", "other moderator")},
        **{name: make_user(role="admin") for name in ("admin", "other admin")},
    }
    make_group(moderators=(people["group moderator"],))
    sign_in(client, people[who])
    assert client.post(f"/moderation/people/{people[whom].username}", data=SENT).status_code == status
    assert fresh(people[whom]).silenced is (status == 303)


def test_group_moderators_take_none_by_way_of_a_case(client, app):
    xoan, author = make_user("xoan"), make_user()
    thread = make_thread(group=make_group(moderators=(xoan,)))
    post = make_reply(thread, author=author)
    case = make_case(post)
    sign_in(client, xoan)
    page = client.get(f"/moderation/cases/{case.id}").text
    assert 'name="sanction"' not in page
    both = {"act": "hide", "sanction": "silence", "days": "7", "reason": REASON}
    assert client.post(f"/moderation/cases/{case.id}", data=both).status_code == 403
    assert decisions() == []
    assert fresh(post).state == "visible"
    assert not fresh(author).silenced


def test_nor_does_a_moderator_by_way_of_a_case_of_an_administrator(client, app):
    boss = make_user(role="admin")
    case = make_case(make_reply(make_thread(), author=boss))
    sign_in(client, make_user(role="moderator"))
    both = {"act": "none", "sanction": "suspend", "days": "7", "reason": REASON}
    assert client.post(f"/moderation/cases/{case.id}", data=both).status_code == 403
    assert not fresh(boss).suspended
