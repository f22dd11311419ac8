"""Transparency reports: what they count is what the log shows."""

import csv
import io
import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from flask_migrate import downgrade, upgrade
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from werkzeug.datastructures import MultiDict

from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.refusals import NotFound
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, decide_post, decide_thread
from forum.moderation.actions.arranging import arrange_thread, mark_post
from forum.moderation.acts import restricts
from forum.moderation.models import SANCTIONS, Appeal, Case, Decision, Flag
from forum.moderation.openness.facts import GROUNDS, OUTCOMES, SOURCES
from forum.moderation.openness.log import log_page, wanted
from forum.moderation.openness.periods import Period, named
from forum.moderation.openness.report import report_of
from tests.factories import fresh, make_group, make_reply, make_thread, make_user
from tests.moderation.cases import time_passes
from tests.statements import statements

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
ONE = st.fixed_dictionaries(
    {
        "act": st.sampled_from(["dismiss", "hide", "remove", "close", "warn", "suspend", "pin", "arrange"]),
        "restricts": st.booleans(),  # of what is arranged
        "ground": st.sampled_from(["rules", "law"]),
        "rule": st.sampled_from(["", "Norma 1: respeto", "Norma 4: datos personales"]),
        "automated": st.booleans(),
        "hours": st.integers(0, 24 * 400),
        "state": st.sampled_from(["told", "told", "told", "waiting", "undone"]),
        "flags": st.lists(st.sampled_from(["person", "notice", "automatic"]), max_size=3),
        "reason": st.sampled_from(["spam", "illegal"]),
        "wait": st.integers(0, 100_000),
        "appeals": st.lists(st.sampled_from([None, "upheld", "reversed"]), max_size=2),
        "private": st.booleans(),
    }
)
PERIODS = st.sampled_from(["2024", "2024-S1", "2024-S2", "2024-07", "2025-01"])


@pytest.fixture
def places(app):
    """A thread that all may read, one that few may, and people."""
    threads = [make_thread(), make_thread(group=make_group(visibility="private"))]
    return [thread.id for thread in threads], [make_user().id for _ in range(3)]


def store(facts, places):
    """A decision with its case, flags and appeals, as the facts say."""
    (thread_ids, people), created = places, BEGIN + timedelta(hours=facts["hours"])
    case = Case(place="x", state="decided", opened=created - timedelta(seconds=facts["wait"]))
    db.session.add(case)
    db.session.flush()
    for number, source in enumerate(facts["flags"]):
        who = people[number] if source == "person" else None
        db.session.add(
            Flag(case_id=case.id, source=source, user_id=who, reason=facts["reason"], created=case.opened)
        )
    made = Decision(case_id=case.id, thread_id=thread_ids[facts["private"]], created=created)
    for name in ("act", "ground", "rule", "automated"):
        setattr(made, name, facts[name])
    made.before = {"after": {"title": "Otro"} if facts.get("restricts") else {"tags": [], "pinned": True}}
    made.restricts = restricts(made)
    made.told = created + timedelta(minutes=11) if facts["state"] == "told" else None
    made.undone = created + timedelta(minutes=5) if facts["state"] == "undone" else None
    db.session.add(made)
    db.session.flush()
    for number, outcome in enumerate(facts["appeals"] if made.told else []):
        asked = made.told + timedelta(hours=1)
        db.session.add(
            Appeal(
                decision_id=made.id,
                appellant_id=people[number],
                text="No.",
                outcome=outcome,
                created=asked,
                heard=asked + timedelta(seconds=facts["wait"]) if outcome else None,
            )
        )


def whole_log(name):
    """Every entry of the log for a period, page by page."""
    span = named(name)
    what = wanted(MultiDict({"from": span.first.isoformat(), "to": span.last.isoformat()}))
    entries, page = [], log_page(what, size=3)
    entries.extend(page)
    while page.next:
        page = log_page(what, page.next, size=3)
        entries.extend(page)
    return entries


def figures(report, name):
    return {line.value: line.total for line in next(t for t in report.tallies if t.name == name).lines}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ONE, max_size=12), PERIODS)
def test_every_figure_is_that_of_the_log(app, places, many, name):
    with transaction():
        for table in (Appeal, Flag, Decision, Case):
            db.session.execute(delete(table))
        for facts in many:
            store(facts, places)
    entries = whole_log(name)
    with app.test_request_context():
        report = report_of(named(name))
    assert report.total == len(entries)
    by_people = sum(not entry.automated for entry in entries)
    counted = {
        "measure": Counter(entry.act for entry in entries if entry.ground != "none"),
        "other": Counter(entry.act for entry in entries if entry.ground == "none"),
        "ground": Counter(dict.fromkeys(GROUNDS, 0) | Counter(entry.ground for entry in entries)),
        "reason": Counter(entry.reason for entry in entries),
        "rule": Counter(norm_of(entry) for entry in entries if entry.ground != "none"),
        "automated": {"no": by_people, "yes": len(entries) - by_people},
        "source": Counter(dict.fromkeys(SOURCES, 0) | Counter(e.source for e in entries)),
        "appeal": Counter(dict.fromkeys(OUTCOMES, 0) | Counter(e.outcome for e in entries)),
        "sanction": {act: sum(entry.act == act for entry in entries) for act in SANCTIONS},
    }
    for table, expected in counted.items():
        assert figures(report, table) == dict(expected), table
    inside = {entry.id for entry in entries}
    shown = [facts for facts in many if facts["state"] != "undone"]
    inert = [facts for facts in shown if facts["act"] in ("dismiss", "pin") or tags_only(facts)]
    assert figures(report, "ground")["none"] == sum(within(named(name), facts) for facts in inert)
    assert len(entries) == sum(within(named(name), facts) for facts in shown)
    waits = [facts["wait"] for facts in shown if called(facts) and within(named(name), facts)]
    assert report.median == (timedelta(seconds=median(waits)) if waits else None)
    assert len(inside) == len(entries)
    told = [facts for facts in many if facts["state"] == "told" and within(named(name), facts)]
    hearings = [facts["wait"] for facts in told for outcome in facts["appeals"] if outcome]
    assert report.hearing == (timedelta(seconds=median(hearings)) if hearings else None)


def called(facts) -> bool:
    """Whether somebody, or a program, called for it."""
    return bool(facts["flags"]) or facts["automated"]


def norm_of(entry) -> str:
    """What the table of rules calls what an entry rests on."""
    return f"{entry.ground}: {entry.rule}" if entry.rule else entry.ground


def tags_only(facts) -> bool:
    """Whether what was arranged restricts nobody."""
    return facts["act"] == "arrange" and not facts["restricts"]


def within(span: Period, facts) -> bool:
    """Whether what is stored falls in a period on the clock of Madrid, worked out anew."""
    utc = BEGIN + timedelta(hours=facts["hours"])
    summer = datetime(utc.year, 3, 25, tzinfo=UTC), datetime(utc.year, 10, 25, tzinfo=UTC)
    first, last = (sunday(day) for day in summer)
    here = utc + timedelta(hours=2 if first <= utc < last else 1)
    return span.first <= here.date() <= span.last


def sunday(day: datetime) -> datetime:
    """The last Sunday of a month of 31 days, of which `day` is the 25th, at one o'clock."""
    return day + timedelta(days=6 - day.weekday(), hours=1)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-S1", "2026-01-01", "2026-06-30"),
        ("2026-S2", "2026-07-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-12", "2026-12-01", "2026-12-31"),
    ],
)
def test_periods_by_name(name, first, last):
    assert named(name) == Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("name", ["", "1999", "2026-S3", "2026-13", "2026-1", "20261", "٢٠٢٦", "logs"])
def test_other_names_are_no_periods(client, app, name):
    with pytest.raises(NotFound):
        named(name)
    if name:
        assert client.get(f"/transparency/{name}").status_code == 404


@pytest.fixture
def some(places):
    """Decisions of 2024."""
    base = {"ground": "rules", "automated": False, "reason": "spam", "private": False, "appeals": []}
    with transaction():
        store(base | {"act": "hide", "rule": "=1+1", "hours": 99, "state": "told", "flags": ["person"],
                      "wait": 7200}, places)  # fmt: skip
        store(base | {"act": "warn", "rule": "", "hours": 5000, "state": "told", "flags": ["notice"],
                      "wait": 3600, "appeals": ["reversed"]}, places)  # fmt: skip


def test_the_page_says_what_the_table_for_programs_says(client, some):
    page = client.get("/transparency/2024").text
    assert "2 decisiones." in page
    assert "la decisión: 2 horas" in page  # of one hour and two
    assert 'href="/transparency/2024.csv"' in page
    answer = client.get("/transparency/2024.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["table", "value", "label", "total"]
    found = {(row[0], row[1]): row[3] for row in rows[1:]}
    assert found["decisions", ""] == "2"
    assert found["median_seconds", ""] == "5400"
    assert found["hearing_seconds", ""] == "3600"
    assert "esperaron las revisiones: 1 hora." in page
    figure = re.compile(r'<th scope="row">([^<]*)</th><td class="num">(\d+)</td>')
    assert figure.findall(page) == [
        (row[2].removeprefix("'"), row[3]) for row in rows[1:] if row[1]
    ]  # table by table, line by line
    assert found["measure", "hide"] == "1"
    assert found["sanction", "warn"] == "1"
    assert found["appeal", "reversed"] == "1"
    assert found["received", "notice"] == "1"
    assert ("rule", "rules: =1+1") in found
    assert ["rule", "rules: =1+1", "'=1+1", "1"] in rows
    assert ["ground", "rules", "Las normas", "2"] in rows
    assert ["rule", "rules", "Las normas, sin indicar cuál", "1"] in rows


def test_any_days_can_be_asked_for(client, some):
    assert "1 decisión." in client.get("/transparency/2024-S1").text
    address = "/transparency/2024?from=2024-01-05&to=2024-01-05"
    page = client.get(address).text
    assert "1 decisión." in page
    assert "Del 5 de enero de 2024 al 5 de enero de 2024" in page
    assert 'href="/transparency/2024.csv?from=2024-01-05&amp;to=2024-01-05"' in page
    assert "decisions,,Decisiones,1" in client.get(address.replace("2024?", "2024.csv?")).text
    assert "0 decisiones." in client.get("/transparency/2024?from=2024-12-01&to=2024-11-01").text
    assert client.get("/transparency/2024?from=ayer").status_code == 404


def test_a_year_without_decisions_has_its_report(client, app):
    assert "0 decisiones." in client.get("/transparency/2023").text
    assert client.get("/transparency/2023.csv").status_code == 200


def test_it_costs_as_many_statements_whatever_there_is(client, some, places):
    client.get("/transparency/2024")
    with statements() as few:
        client.get("/transparency/2024")
    with transaction():
        for hours in range(50):
            store({"act": "hide", "ground": "law", "rule": "", "automated": True, "hours": hours,
                   "state": "told", "flags": ["automatic"], "reason": "spam", "wait": 5,
                   "appeals": [], "private": True}, places)  # fmt: skip
    with statements() as more:
        client.get("/transparency/2024")
    assert len(few) == len(more) == 5


def test_what_may_still_be_undone_is_not_counted(client, places):
    with transaction():
        db.session.add(Decision(thread_id=places[0][0], act="hide", created=utcnow()))
    assert "0 decisiones." in client.get(f"/transparency/{utcnow().year}").text


def test_what_restricts_nobody_is_counted_apart(client, app):
    """Pinned, marked, retagged, moved, approved: no measure, and no rule."""
    why, team = Grounds("norma 3", rule="Norma 3: spam"), make_user(role="moderator")
    first, group = make_group(), make_group()
    thread = make_thread(tags=["permutas"], group=first)
    posts = [make_reply(thread) for _ in range(3)]
    acts = [
        lambda: mark_post(fresh(posts[0]), fresh(team), why, picked=True, wiki=False),
        lambda: decide_thread(fresh(thread), fresh(team), "pin", why),
        lambda: arrange_thread(fresh(thread), fresh(team), why, tags=["traslados"], pinned=False),
        lambda: decide_thread(fresh(thread), fresh(team), "move", Grounds("x"), fresh(group)),
        lambda: decide_thread(fresh(thread), fresh(team), "move", why, fresh(first)),
        lambda: decide_post(fresh(posts[1]), fresh(team), "restore", why),
        lambda: arrange_thread(fresh(thread), fresh(team), why, title="Otro", slow_minutes=5),
        lambda: decide_post(fresh(posts[2]), fresh(team), "hide", why),
    ]
    with transaction():
        fresh(posts[1]).state = "pending"
    for act in acts:
        with transaction():
            act()
    time_passes()
    with app.test_request_context():
        report = report_of(Period())
    assert figures(report, "other") == {"arrange": 1, "mark": 1, "move": 1, "pin": 1, "restore": 1}
    assert figures(report, "measure") == {"arrange": 1, "hide": 1, "move": 1}
    assert figures(report, "ground") == {"rules": 3, "law": 0, "none": 5}
    assert figures(report, "rule") == {"rules: Norma 3: spam": 3}
    page = client.get("/transparency/log?ground=none").text
    assert page.count("No restringe a nadie</td>") == 5
    assert "Norma 3: spam</td>" not in page


OLD_CASE = "INSERT INTO cases (id, place, state, weight, opened) VALUES (1, '/x', 'new', 0, :at)"
OLD_DECISION = """
    INSERT INTO decisions (case_id, act, rule, before, created, reason)
    VALUES (1, :act, :rule, :before, :at, '')
"""


def test_decisions_from_before_are_told_apart_by_the_migration(own_app):
    """As the acts and what was set say, and no audit row is needed for it."""
    given = [
        ("hide", "", {}), ("pin", "", {}), ("move", "", {}), ("move", "Norma 3", {}), ("restore", "", {}),
        ("arrange", "", {"after": {"tags": ["x"], "closed": False}}),
        ("arrange", "", {"after": {"title": "x"}}),
    ]  # fmt: skip
    moment = BEGIN.replace(tzinfo=None)
    downgrade(revision="0034")
    with db.engine.begin() as connection:
        connection.execute(text(OLD_CASE), {"at": moment})
        for act, rule, before in given:
            row = {"act": act, "rule": rule, "before": json.dumps(before), "at": moment}
            connection.execute(text(OLD_DECISION), row)
    upgrade()
    stored = db.session.scalars(select(Decision).order_by(Decision.id)).all()
    assert [one.restricts for one in stored] == [restricts(one) for one in stored]
    assert [one.restricts for one in stored] == [True, False, False, True, False, False, True]


def test_a_period_of_ones_own_is_called_by_its_days(client):
    page = client.get("/transparency/2026?from=2026-11-01&to=2026-11-30").text
    assert re.search(r"<title>Informe de transparencia: 1 nov 2026 – 30 nov 2026 ", page)
    assert "<h1>Informe de transparencia: 1 nov 2026 – 30 nov 2026</h1>" in page
    assert "<h1>Informe de transparencia: 2026</h1>" in client.get("/transparency/2026").text


@pytest.mark.parametrize("address", ["/transparency", "/transparency/"])
def test_what_is_left_of_an_address_leads_to_the_log(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.location) == (301, "/transparency/log")
