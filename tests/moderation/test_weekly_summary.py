"""Each Monday the moderators are told by mail of the week before."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import appeal, decide_post, decide_thread, dismiss_case
from forum.moderation.models import Appeal, Case, Decision
from forum.moderation.openness.periods import midnight
from forum.moderation.weekly.jobs import last_monday, write_summaries
from forum.moderation.weekly.models import WeeklySummary
from forum.notifications.models import Mail
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.mailbox import mails_to, text_of
from tests.moderation.cases import count, make_case, time_passes
from tests.statements import statements

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("app")


def a_week_later():
    """As if the last summaries had been of the week before; then what is due is written."""
    with transaction():
        for row in db.session.scalars(select(WeeklySummary)):
            row.week -= timedelta(days=7)
    return write_summaries()


def last_week(case: Case, waited: timedelta = 5 * HOUR):
    """As if a decided case had been opened and decided last week."""
    with transaction():
        one = fresh_in_session(Case, case.id)
        one.decided = midnight(last_monday(utcnow())) - 10 * HOUR
        one.opened = one.decided - waited
        for decision in db.session.scalars(select(Decision).where(Decision.case_id == case.id)):
            decision.created = one.decided


def fresh_in_session(model, row_id):
    return db.session.get_one(model, row_id)


def summary_of(user) -> str:
    return text_of(mails_to(user.email)[-1])


def test_the_first_comes_the_monday_after_and_each_once_a_week(moderator):
    make_case()
    assert write_summaries() == 0
    assert count(WeeklySummary) == 1
    assert a_week_later() == 1
    assert write_summaries() == 0
    assert count(Mail) == 1
    assert mails_to(moderator.email)[-1]["Subject"] == "La semana en moderación · Tertulia"


def test_it_says_what_waits_what_was_decided_how_long_it_took_and_what_is_odd(moderator):
    ana = make_user("ana")
    post, removed = make_reply(make_thread()), make_reply(make_thread(), author=ana)
    dismissed, taken, old = make_case(post), make_case(removed), make_case()
    with transaction():
        dismiss_case(fresh(dismissed), fresh(moderator))
        decision = decide_post(fresh(removed), fresh(moderator), "remove", "norma 3")
        made = decision.id
    time_passes()
    with transaction():
        appeal(fresh_in_session(Decision, made), fresh(ana), "no lo es")
    last_week(dismissed, 4 * HOUR)
    last_week(taken, 6 * HOUR)
    with transaction():
        fresh_in_session(Case, old.id).opened = utcnow() - timedelta(days=30)
        for one in db.session.scalars(select(Appeal)):
            one.created = utcnow() - timedelta(days=30)
    write_summaries()
    a_week_later()
    said = summary_of(moderator)
    assert "1 caso abierto" in said
    assert "1 revisión pedida" in said
    assert "2 decisiones: Desestimar (1), Retirar (1)" in said
    assert re.search(r"Tiempo mediano hasta decidir: 5.horas", said)
    assert "1 caso lleva más de una semana abierto" in said
    assert "1 revisión está fuera de plazo" in said
    assert "/moderation/summary/stop/" in said


def test_where_there_is_nothing_to_tell_there_is_no_mail(moderator):
    write_summaries()
    assert a_week_later() == 0
    assert count(Mail) == 0


def test_members_get_none_and_group_moderators_what_is_in_their_groups(app):
    local, member = make_user(), make_user()
    own = make_group(moderators=(local,))
    make_case(make_reply(make_thread(group=own)), member)
    make_case(make_reply(make_thread()), member)
    write_summaries()
    a_week_later()
    assert "1 caso abierto" in summary_of(local)
    assert [mail["Subject"] for mail in mails_to(member.email) if "semana" in mail["Subject"]] == []


def test_whoever_does_not_want_it_gets_none(room, moderator):
    make_case()
    assert "checked" in room.get("/moderation/summary").text
    assert room.post("/moderation/summary", data={"csrf_token": ""}).status_code == 303
    assert "checked" not in room.get("/moderation/summary").text
    assert a_week_later() == 0
    room.post("/moderation/summary", data={"wanted": "y"})
    assert a_week_later() == 1


def test_the_link_in_the_mail_stops_them_without_signing_in(client, moderator):
    make_case()
    write_summaries()
    a_week_later()
    link = re.search(r"/moderation/summary/stop/\S+", summary_of(moderator))[0]
    assert "Dejar de recibir" in client.get(link).text
    assert client.post(link).status_code == 200
    assert a_week_later() == 0
    assert client.get("/moderation/summary/stop/nada").status_code == 410


def test_a_moderator_no_more_gets_none(moderator):
    make_case()
    write_summaries()
    with transaction():
        fresh(moderator)
        db.session.get_one(type(moderator), moderator.id).role = "member"
    assert a_week_later() == 0


@pytest.mark.parametrize("many", [1, 12])
def test_the_statements_do_not_grow_with_what_was_decided(moderator, many):
    for _ in range(many):
        case = make_case()
        with transaction():
            dismiss_case(fresh(case), fresh(moderator))
        last_week(case)
    write_summaries()
    with transaction():
        for row in db.session.scalars(select(WeeklySummary)):
            row.week -= timedelta(days=7)
    with statements() as seen:
        assert write_summaries() == 1
    assert len(seen) <= 16


def test_members_have_no_page_for_it(client):
    sign_in(client, make_user())
    assert client.get("/moderation/summary").status_code == 403


def test_what_was_decided_without_a_case_was_not_waited_for_less_than_nothing(moderator):
    ana, other = make_user("ana"), make_user(role="moderator")
    thread = make_thread(author=ana)
    with transaction():
        decision = decide_thread(fresh(thread), fresh(other), "close", "norma 7")
    time_passes()
    with transaction():
        asked = appeal(db.session.get_one(Decision, decision.id), fresh(ana), "No es así.")
    case = db.session.get_one(Case, db.session.get_one(Decision, asked.decision_id).case_id)
    assert case.opened == case.decided
