"""The public log of decisions: what it says, what it keeps to itself, how it is asked."""

import re
from datetime import UTC, datetime, timedelta

import lxml.etree
import lxml.html
import pytest
from sqlalchemy import select

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import (
    Grounds,
    appeal,
    decide_person,
    decide_post,
    dismiss_case,
    flag_automatically,
    hear,
    undo_decision,
)
from forum.moderation.models import Appeal, Case, Decision
from forum.moderation.openness.log import PAGE
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import make_case, time_passes
from tests.statements import statements

LOG, FEED = "/transparency/log", "/transparency/log.atom"
REASON = "Da el teléfono de Marisa Ñeco."


def decide(post=None, act="remove", moderator=None, ground="rules", rule="Norma 4: datos personales"):
    """A decision about a post, with reasons that are nobody else's."""
    post, moderator = post or make_reply(make_thread()), moderator or make_user(role="moderator")
    with transaction():
        made = decide_post(fresh(post), fresh(moderator), act, Grounds(REASON, ground, rule))
        return made.id


def rows(client, address=LOG):
    """The cells of the log's rows."""
    answer = client.get(address)
    assert answer.status_code == 200
    tree = lxml.html.fromstring(answer.data)
    return [[cell.text_content() for cell in row] for row in tree.xpath("//tbody/tr")]


def ids(client, address=LOG):
    return [int(row[0]) for row in rows(client, address)]


def test_a_decision_is_told_once_it_can_no_longer_be_undone(client, app):
    number = decide()
    assert rows(client) == []
    time_passes(timedelta(minutes=9))
    assert rows(client) == []
    time_passes(timedelta(minutes=1))
    assert ids(client) == [number]


def test_it_is_told_though_the_worker_is_late(client, app):
    number = decide()
    with transaction():
        db.session.get_one(Decision, number).created -= timedelta(minutes=10)
    assert ids(client) == [number]


def test_what_was_undone_in_time_is_never_told(client, app):
    moderator = make_user(role="moderator")
    number = decide(moderator=moderator)
    with transaction():
        undo_decision(db.session.get_one(Decision, number), fresh(moderator))
    time_passes(timedelta(days=1))
    assert rows(client) == []


def test_it_says_what_why_and_where_from_and_names_nobody(client, app):
    flagger, author = make_user("flora"), make_user("autora", display_name="Ana Autora")
    moderator = make_user("nuria", display_name="Nuria Manda", role="moderator")
    post = make_reply(make_thread("El hilo de todos", group=make_group("Archivos")), author=author)
    make_case(post, flagger, reason="personal_data", note="Es mi vecina")
    decide(post, moderator=moderator)
    time_passes()
    [row] = rows(client)
    assert row[1] == "Retirar"
    assert row[3:] == [
        "Norma 4: datos personales",
        "denuncia",
        "datos personales",
        "no",
        "Archivos",
        "no se ha pedido",
    ]
    for address in (LOG, FEED):
        page = client.get(address).text
        secrets = (
            "flora",
            "autora",
            "Autora",
            "nuria",
            "Nuria",
            "vecina",
            "Marisa",
            "hilo de todos",
            "busco",
        )
        assert [word for word in secrets if word in page] == []


def test_it_tells_the_day_and_never_the_hour(client, app):
    number = decide()
    with transaction():
        db.session.get_one(Decision, number).created = datetime(2026, 3, 4, 23, 47, 13, 123, tzinfo=UTC)
    [row] = rows(client)
    assert row[2] == "5 mar 2026"  # in Madrid
    for address in (LOG, FEED):
        page = client.get(address).text
        assert "47:13" not in page
        assert "23:47" not in page
        assert "0:47" not in page
    assert "<updated>2026-03-04T23:00:00" in client.get(FEED).text


def test_the_law_is_named_and_what_was_typed_about_it_is_not(client, app):
    decide(ground="law", rule="injurias a Marisa Ñeco")
    time_passes()
    assert rows(client)[0][3] == "La ley"


def private_thread(name="Gabinete secreto"):
    return make_thread("Lo nuestro", group=make_group(name, visibility="private"))


def test_a_private_group_is_not_betrayed_not_even_to_its_members(client, app):
    member = make_user(role="moderator")
    decide(make_reply(private_thread()))
    decide(make_reply(make_thread(kind="entry")))
    time_passes()
    sign_in(client, member)
    secret, entry = rows(client)[1], rows(client)[0]
    assert secret[1:] == entry[1:]
    for address in (LOG, FEED, f"{LOG}?group=gabinete-secreto"):
        assert "ecreto" not in client.get(address).text.replace("?group=gabinete-secreto", "")
    assert client.get(f"{LOG}?group=gabinete-secreto").status_code == 404
    assert client.get(f"{LOG}?group=no-hay").status_code == 404


def test_a_program_a_notice_and_own_initiative_are_told_apart(client, app):
    by_program, by_notice, unasked = (make_reply(make_thread()) for _ in range(3))
    with transaction():
        flag_automatically(fresh(by_program), "personal_data")
    case = make_case(by_notice, reason="illegal")
    notice_from_outside(case)
    for post in (by_program, by_notice, unasked):
        decide(post)
    time_passes()
    found = [(row[4], row[5], row[6]) for row in rows(client)[::-1]]
    assert found == [
        ("revisión automática de textos", "datos personales", "sí"),
        ("aviso de contenido ilegal", "ilegal", "no"),
        ("iniciativa propia", "sin denuncia", "no"),
    ]


def notice_from_outside(case):
    """As if what came in the case had been a notice."""
    from_outside = "UPDATE flags SET source = 'notice', user_id = NULL WHERE case_id = %d"
    with transaction():
        db.session.connection().exec_driver_sql(from_outside % case.id)


def appealed(number, outcome=None):
    """An appeal against a decision, heard if an outcome is given."""
    with transaction():
        decision = db.session.get_one(Decision, number)
        appeal(decision, db.session.get_one(User, decision.person_id), "No es así.")
    if outcome:
        other = make_user(role="moderator")
        with transaction():
            made = db.session.scalars(select(Appeal).where(Appeal.decision_id == number)).one()
            hear(made, fresh(other), outcome, "Visto otra vez.")


def test_appeals_are_told_and_a_reversed_decision_stays(client, app):
    numbers = [decide() for _ in range(4)]
    time_passes()
    appealed(numbers[0])
    appealed(numbers[1], "upheld")
    appealed(numbers[2], "reversed")
    outcomes = {int(row[0]): row[8] for row in rows(client)}
    assert [outcomes[number] for number in numbers] == [
        "pedida, sin decidir",
        "confirmada",
        "revocada",
        "no se ha pedido",
    ]
    assert ids(client, f"{LOG}?outcome=reversed") == [numbers[2]]


@pytest.fixture
def some(client, app):
    """Decisions of several kinds, by a name for each."""
    moderator, person = make_user(role="moderator"), make_user()
    archive = make_group("Archivos")
    found = {"law": decide(make_reply(make_thread(group=archive)), ground="law", rule="")}
    found["hide"] = decide(act="hide")
    case = make_case()
    with transaction():
        found["dismiss"] = dismiss_case(fresh(case), fresh(moderator)).id
    with transaction():
        week = utcnow() + timedelta(days=7)
        found["silence"] = decide_person(fresh(person), fresh(moderator), "silence", REASON, until=week).id
    automatic = make_reply(make_thread())
    with transaction():
        flag_automatically(fresh(automatic), "spam")
    found["automatic"] = decide(automatic)
    time_passes()
    with transaction():
        db.session.get_one(Decision, found["hide"]).created = datetime(2026, 5, 1, 12, tzinfo=UTC)
    return found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("act=hide", ["hide"]),
        ("ground=law", ["law"]),
        ("source=automatic", ["automatic"]),
        ("source=flag", ["dismiss"]),
        ("automated=yes", ["automatic"]),
        ("act=silence&source=own", ["silence"]),
        ("group=archivos", ["law"]),
        ("from=2026-05-01&to=2026-05-01", ["hide"]),
        ("to=2026-04-30", []),
        ("from=2026-05-02&act=hide", []),
        ("act=&group=&from=", ["automatic", "silence", "dismiss", "hide", "law"]),
    ],
)
def test_filters_are_addresses(client, some, query, names):
    expected = [some[name] for name in names]
    assert ids(client, f"{LOG}?{query}") == expected
    feed = lxml.etree.fromstring(client.get(f"{FEED}?{query}").data)
    found = feed.findall("{*}entry/{*}id")
    assert [int(one.text.rpartition("-")[2]) for one in found] == expected


@pytest.mark.parametrize(
    "query", ["act=burn", "ground=x", "source=0", "from=mayo", "to=9999-12-31", "after=x"]
)
def test_what_there_is_not_is_not_found(client, app, query):
    assert client.get(f"{LOG}?{query}").status_code == 404


def many(number):
    """So many decisions about one thread, long ago."""
    thread = make_thread()
    with transaction():
        for _ in range(number):
            long_ago = utcnow() - timedelta(days=2)
            db.session.add(Decision(thread_id=thread.id, act="close", created=long_ago, told=long_ago))


def test_it_goes_on_page_by_page_at_the_same_cost(client, app):
    many(PAGE + 2)
    client.get(LOG)
    with statements() as first:
        page = client.get(LOG).text
    following = re.search(r'<a href="([^"]+)" rel="next"', page)[1].replace("&amp;", "&")
    assert "after=0-" in following
    with statements() as second:
        assert len(ids(client, following)) == 2
    assert len(first) == len(second) == 3
    feed = client.get(FEED).text
    assert feed.count("<entry>") == PAGE
    assert 'rel="next"' in feed


def test_an_entry_of_the_feed_leads_to_the_decision(client, app):
    many(PAGE + 5)
    feed = lxml.etree.fromstring(client.get(FEED).data)
    address = feed.findall("{*}entry/{*}link")[3].get("href")
    path, _, anchor = address.partition("http://127.0.0.1:8000")[2].partition("#")
    assert f'id="{anchor}"' in client.get(path).text.partition("</tr>")[2].partition("</tr>")[0]


def test_every_page_leads_to_it(client, app):
    foot = client.get("/").text.partition('<footer class="foot">')[2]
    assert f'<a href="{LOG}">Transparencia de la moderación</a>' in foot


def test_a_case_of_a_decision_without_one_changes_nothing(client, app):
    number = decide()
    time_passes()
    before = rows(client)[0][:8]
    appealed(number)
    assert db.session.scalar(select(Case.id)) is not None
    assert rows(client)[0][:8] == before
