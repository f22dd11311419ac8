"""Whoever is silenced or suspended is told why and until when, and loses nothing that they wrote."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.debates.models import Draft
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.dates import moment
from forum.lib.transactions import transaction
from forum.moderation.models import Decision
from tests.factories import PASSWORD, fresh, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import time_passes
from tests.moderation.people import REASON, sanction
from tests.statements import statements

SILENCED = "Tu cuenta está en solo lectura"
SUSPENDED = "Tu cuenta está suspendida"


@pytest.fixture
def eva(client):
    person = make_user("eva", password=PASSWORD)
    sign_in(client, person)
    return person


@pytest.fixture
def thread():
    return make_thread()


def until(person):
    when = fresh(person).silenced_until or fresh(person).suspended_until
    return moment(when)


def texts():
    return list(db.session.scalars(select(Draft.body)))


def test_the_reply_form_says_why_and_until_when_instead(client, app, eva, moderator, thread):
    sanction(eva, moderator, "silence")
    page = client.get(f"/debates/{thread.key}").text
    assert 'name="body"' not in page
    assert page.count(SILENCED) == 2  # the bar, and in the place of the form
    assert REASON in page
    assert until(eva) in page


def test_it_leads_to_the_decision_once_that_was_communicated(client, app, eva, moderator, thread):
    decision = sanction(eva, moderator, "silence")
    own = f'href="/me/decisions/{decision.id}"'
    assert own not in client.get(f"/debates/{thread.key}").text
    time_passes()
    assert own in client.get(f"/debates/{thread.key}").text
    assert client.get(f"/me/decisions/{decision.id}").status_code == 200


@pytest.mark.parametrize("address", ["/debates/new", "/blog/new"])
def test_so_do_the_forms_of_debates_and_entries(client, app, eva, moderator, address):
    sanction(eva, moderator, "silence")
    answer = client.get(address)
    assert answer.status_code == 403
    assert 'name="body"' not in answer.text
    assert answer.text.count(SILENCED) == 1
    assert REASON in answer.text
    assert until(eva) in answer.text


def test_and_the_form_that_edits(client, app, eva, moderator, thread):
    post = make_reply(thread, author=eva)
    sanction(eva, moderator, "silence")
    answer = client.get(f"/posts/{post.id}/edit")
    assert answer.status_code == 403
    assert REASON in answer.text
    assert until(eva) in answer.text


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_what_is_sent_is_kept_and_nothing_is_published(client, app, eva, moderator, thread, act):
    post = make_reply(thread, "Primera versión.", author=eva)
    sanction(eva, moderator, act)
    forms = {
        f"/debates/{thread.key}/replies": {"body": "Mi respuesta"},
        f"/posts/{post.id}/edit": {"body": "Mi cambio", "revision": "1"},
        "/blog/new": {"title": "Mi entrada", "body": "Mi texto"},
    }
    for address, fields in forms.items():
        answer = client.post(address, data=fields)
        assert answer.status_code == 403
        assert REASON in answer.text
        assert "Tu texto está guardado" in answer.text
    assert sorted(texts()) == ["Mi cambio", "Mi respuesta", "Mi texto"]
    assert fresh(post).body == "Primera versión."
    assert fresh(thread).reply_count == 1
    page = client.get("/me/drafts").text
    assert "Mi entrada" in page


def test_saving_a_draft_goes_on_as_before(client, app, eva, moderator, thread):
    sanction(eva, moderator, "silence")
    fields = {"body": "Para después", "action": "draft"}
    first = client.post(f"/debates/{thread.key}/replies", data=fields)
    assert first.status_code == 303
    page = client.get(first.location).text
    assert "Para después" in page
    assert 'value="publish"' not in page
    number = first.location.rpartition("/")[2]
    client.post(f"/debates/{thread.key}/replies", data=fields | {"body": "Otra vez", "draft": number})
    assert texts() == ["Otra vez"]


def test_it_ends_by_itself(client, app, eva, moderator, thread):
    sanction(eva, moderator, "silence")
    sanction(eva, moderator, "suspend")
    assert SUSPENDED in client.get("/").text
    with transaction():
        for decision in db.session.scalars(select(Decision)):
            decision.until -= timedelta(days=8)
        person = fresh(eva)
        person.silenced_until = person.suspended_until = utcnow() - timedelta(days=1)
    page = client.get(f"/debates/{thread.key}").text
    assert SUSPENDED not in page
    assert SILENCED not in page
    answer = client.post(f"/debates/{thread.key}/replies", data={"body": "Ya puedo."})
    assert answer.status_code == 303


def test_the_bar_is_on_every_page_while_it_holds(client, app, eva, moderator):
    assert SILENCED not in client.get("/debates/").text
    sanction(eva, moderator, "silence")
    for address in ("/", "/debates/", "/me/settings", "/me/decisions", "/people/eva"):
        page = client.get(address).text
        assert SILENCED in page, address
        assert until(eva) in page


def test_suspended_people_read_and_see_what_they_were_written(client, app, eva, moderator, thread):
    decision = sanction(eva, moderator, "suspend")
    time_passes()
    assert client.get(f"/debates/{thread.key}").status_code == 200
    assert "Decisión de moderación" in client.get("/me/communications").text
    assert client.get("/me/settings").status_code == 200
    assert client.get("/me/drafts").status_code == 200
    assert REASON in client.get(f"/me/decisions/{decision.id}").text
    assert f'href="/me/decisions/{decision.id}"' in client.get("/me/decisions").text
    sent = client.post(f"/me/decisions/{decision.id}", data={"text": "No fui yo."})
    assert sent.status_code == 303


def test_signing_in_says_until_when(client, app, moderator):
    person = make_user("iria", password=PASSWORD)
    sanction(person, moderator, "suspend")
    assert client.post("/login", data={"email": "iria", "password": PASSWORD}).status_code == 303
    page = client.get("/").text
    assert f"puedes leer, pero no escribir. Hasta: {until(person)}." in page


def test_others_who_are_refused_get_what_they_got(client, app, eva):
    page = client.get("/moderation/")
    assert page.status_code == 403
    assert SILENCED not in page.text


def test_a_silence_is_not_why_other_doors_are_closed(client, app, eva, moderator):
    sanction(eva, moderator, "silence")
    answer = client.get("/moderation/")
    assert answer.status_code == 403
    assert REASON not in answer.text


def test_it_costs_a_statement_while_it_holds_and_none_otherwise(client, app, eva, moderator, thread):
    client.get(f"/debates/{thread.key}")
    with statements() as before:
        client.get(f"/debates/{thread.key}")
    sanction(eva, moderator, "silence")
    with statements() as after:
        client.get(f"/debates/{thread.key}")
    assert not [one for one in before if "decisions" in one]
    assert len([one for one in after if "decisions" in one]) == 1


def test_the_widest_measure_is_the_one_told(client, app, eva, moderator):
    sanction(eva, moderator, "silence", days=30)
    sanction(eva, moderator, "suspend", days=2, reason="Esto otro.")
    page = client.get("/debates/new").text
    assert SUSPENDED in page
    assert "Esto otro." in page
    assert SILENCED not in page


@pytest.mark.parametrize("act", ["silence", "suspend"])
def test_until_it_is_communicated_banner_and_decisions_say_that_it_is_on_its_way(
    client, app, eva, moderator, act
):
    coming, none = "Dentro de unos minutos recibirás la comunicación", "No hay ninguna decisión sobre ti"
    assert none in client.get("/me/decisions").text
    sanction(eva, moderator, act)
    page = client.get("/").text
    assert coming in page
    assert 'href="/me/decisions"' not in page.partition("notice--flash")[2].partition("</div>")[0]
    page = client.get("/me/decisions").text.partition("<main")[2]
    assert coming in page
    assert none not in page
    time_passes()
    page = client.get("/me/decisions").text
    assert coming not in page
    assert none not in page
