"""The team's screen of a person."""

import pytest

from forum.accounts.actions.registering import note_sign_up
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import flag_person
from forum.moderation.models import Decision, PersonNote
from tests.accounts.pages import register, stored
from tests.factories import (
    committed,
    fresh,
    make_group,
    make_reply,
    make_thread,
    make_user,
    opening_of,
    sign_in,
)
from tests.moderation.cases import audited, make_case, time_passes
from tests.moderation.people import REASON, sanction
from tests.statements import statements


@pytest.fixture
def eva(app):
    return make_user("eva")


def signed_up(name, address, mail="correo.example"):
    person = make_user(name, email=f"{name}@{mail}")
    with transaction():
        note_sign_up(fresh(person), address)
    return person


def section(page, name):
    return page.partition(f'id="t-{name}"')[2].partition("</section>")[0]


def test_what_they_wrote_flagged_and_what_was_flagged_of_them(room, eva):
    thread = make_thread("La plaza", author=eva)
    make_case(make_reply(thread, "Lo mío.", author=eva), reason="harassment")
    make_case(make_reply(thread, "Lo ajeno."), eva, reason="spam")
    page = room.get("/moderation/people/eva").text
    assert "La plaza" in section(page, "posts")
    assert "n.º 2" in section(page, "cases")
    assert "publicidad" in section(page, "flags")
    assert "n.º 3" in section(page, "flags")
    assert "1 denuncia hecha" in page


def test_whom_a_flag_is_about_does_not_read_there_who_flagged(room, moderator, eva):
    thread = make_thread(author=moderator)
    of_post = make_case(opening_of(thread), eva, reason="harassment")
    of_person = committed(lambda: flag_person(fresh(moderator), fresh(eva), "spam")).case_id
    make_case(make_reply(thread, "Lo ajeno."), eva, reason="spam")
    page = room.get("/moderation/people/eva").text
    assert "1 denuncia hecha" in page
    assert "/moderation/cases/" in section(page, "flags")
    for case_id in (of_post.id, of_person):
        assert f'/moderation/cases/{case_id}"' not in page
    sign_in(room, make_user(role="moderator"))
    assert "3 denuncias hechas" in room.get("/moderation/people/eva").text


def test_measures_in_force_are_undone_for_ten_minutes_and_ended_at_any_time(room, moderator, eva):
    first = sanction(eva, moderator, "silence")
    page = section(room.get("/moderation/people/eva").text, "force")
    assert REASON in page
    assert f"/moderation/decisions/{first.id}/undo" in page
    room.post(f"/moderation/decisions/{first.id}/undo")
    assert not fresh(eva).silenced
    assert 'id="t-force"' not in room.get("/moderation/people/eva").text
    sanction(eva, moderator, "suspend")
    time_passes()
    page = section(room.get("/moderation/people/eva").text, "force")
    assert "/undo" not in page
    assert 'value="lift"' in page
    assert room.post("/moderation/people/eva", data={"act": "lift"}).status_code == 303
    assert not fresh(eva).suspended
    assert 'id="t-force"' not in room.get("/moderation/people/eva").text
    assert room.post("/moderation/people/eva", data={"act": "lift"}).status_code == 409


def test_one_that_was_lifted_or_is_over_is_not_in_force(room, moderator, eva):
    sanction(eva, moderator, "silence", days=3)
    sanction(eva, moderator, "silence", days=30, reason="La otra.")
    with transaction():
        last = db.session.query(Decision).order_by(Decision.id.desc()).first()
        last.until = last.created
    page = section(room.get("/moderation/people/eva").text, "force")
    assert REASON in page
    assert "La otra." not in page


def test_the_teams_notes(room, eva):
    sent = room.post("/moderation/people/eva/notes", data={"text": "Hablé con ella por teléfono."})
    assert sent.status_code == 303
    assert "Hablé con ella por teléfono." in room.get("/moderation/people/eva").text
    assert room.post("/moderation/people/eva/notes", data={"text": " "}).status_code == 422
    assert db.session.query(PersonNote).count() == 1
    assert audited("user") == ["person.note"]
    assert broken_links() == []


@pytest.mark.parametrize("who", ["eva", "xoan", "otra"])
def test_nobody_else_reads_or_writes_them(client, app, eva, who):
    xoan, otra = make_user("xoan"), make_user("otra")
    make_group(moderators=(xoan,))
    sign_in(client, {"eva": eva, "xoan": xoan, "otra": otra}[who])
    assert client.get("/moderation/people/eva").status_code == 403
    assert client.post("/moderation/people/eva/notes", data={"text": "Una nota"}).status_code == 403
    assert db.session.query(PersonNote).count() == 0


def test_related_sign_ups(room):
    one = signed_up("una", "192.0.2.7")
    signed_up("otra", "192.0.2.7", mail="casa.example")
    signed_up("vecina", "192.0.2.8")
    signed_up("lejana", "192.0.2.9", mail="lejos.example")
    page = section(room.get(f"/moderation/people/{one.username}").text, "related")
    assert "otra" in page.partition("Misma conexión")[0]
    assert "vecina" in page.partition("Misma conexión")[2]
    assert "Mismo servidor de correo" in page
    assert "lejana" not in page
    assert "192.0.2" not in page


def test_a_mail_server_that_many_share_tells_nothing(room):
    for number in range(21):
        signed_up(f"persona_{number}", f"198.51.100.{number}", mail="gran.example")
    page = section(room.get("/moderation/people/persona_0").text, "related")
    assert "Mismo servidor de correo" not in page


def test_a_registration_is_related_by_where_it_came_from(client, app, moderator):
    register(client, "primera", "primera@uno.example")
    register(client, "segunda", "segunda@dos.example")
    with transaction():
        person = fresh(stored("primera"))
        person.confirmed_at = person.created
    sign_in(client, moderator)
    page = section(client.get("/moderation/people/primera").text, "related")
    assert "segunda" in page
    assert "sin confirmar" in page


def test_it_takes_as_many_statements_however_much_there_is(room, moderator, eva):
    def asked():
        with statements() as seen:
            assert room.get("/moderation/people/eva").status_code == 200
        return len(seen)

    room.get("/moderation/people/eva")
    signed_up("otra", "192.0.2.7")
    with transaction():
        note_sign_up(fresh(eva), "192.0.2.7")
    sanction(eva, moderator, "silence")
    make_case(make_reply(make_thread(author=eva), author=eva))
    few = asked()
    for number in range(5):
        make_case(make_reply(make_thread(author=eva), author=eva))
        make_case(make_reply(make_thread()), eva)
        sanction(eva, moderator, "silence", days=number + 1)
        signed_up(f"mas_{number}", "192.0.2.7")
        room.post("/moderation/people/eva/notes", data={"text": "Otra nota."})
    assert asked() == few
