"""What decisions are called: what was set on a thread, and what was refused before anybody saw it."""

import pytest
from sqlalchemy import select

from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_post, decide_thread, dismiss_case
from forum.moderation.actions.deciding import Grounds
from forum.moderation.models import Decision
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.mailbox import mails_to
from tests.moderation.cases import make_case, time_passes
from tests.moderation.screening.pages import LONG, last_post, open_debate, reply, settle

RULE = "Norma 7: cada cosa en su sitio"
SET = {
    "title": ("Otro título", "Título: de «Permuta» a «Otro título»"),
    "slow_minutes": ("5", "Modo lento: 5 minutos entre dos respuestas de la misma persona"),
    "closes_at": ("2030-01-01T10:00", "Cierre: 1 ene 2030, 10:00"),
    "opens_at": ("2030-01-02T10:00", "Reapertura: 2 ene 2030, 10:00"),
    "tags": ("permutas, lugo", "Etiquetas: permutas, lugo"),
}


@pytest.mark.parametrize("name", SET)
def test_what_was_set_is_said_to_whom_it_concerns_to_the_team_and_to_who_flagged(room, moderator, name):
    value, said = SET[name]
    ana, luis = make_user("ana"), make_user("luis")
    thread = make_thread("Permuta", author=ana)
    case = make_case(opening_of(thread), luis)
    address = f"/moderation/threads/{thread.id}/arrange?case={case.id}"
    settings = {"title": "Permuta", "tags": "", "slow_minutes": "0", "pinned": ""}
    sent = settings | {name: value, "rule": RULE, "reason": "Se enfría."}
    assert said in room.post(address, data=sent | {"action": "preview"}).text
    assert room.post(address, data=sent).status_code == 303
    for place in ("/moderation/", "/moderation/log", f"/moderation/cases/{case.id}"):
        page = room.get(place).text
        assert said in page
        assert "Ordenar<" not in page
    time_passes()
    made = db.session.scalars(select(Decision)).one()
    sign_in(room, ana)
    for text in (room.get(f"/me/decisions/{made.id}").text, mails_to(ana.email)[-1].get_content()):
        assert said in " ".join(text.split())
    sign_in(room, luis)
    for place in (f"/me/flags/{case.id}", "/me/flags"):
        assert said in room.get(place).text
    log = room.get("/transparency/log").text
    assert "Cambiar los ajustes del debate" in log
    assert "Otro título" not in log


@pytest.mark.parametrize("whole", [False, True])
def test_what_was_refused_before_it_was_published_is_called_so(client, whole):
    settle(approval="all")
    ana, moderator = make_user("ana"), make_user(role="moderator")
    sign_in(client, ana)
    if whole:
        open_debate(client, make_group())
        address = f"/moderation/threads/{last_post().thread_id}"
    else:
        reply(client, make_thread(), LONG)
        address = f"/moderation/posts/{last_post().id}"
    sign_in(client, moderator)
    client.post(address, data={"act": "remove", "rule": RULE, "reason": "Ya hay un debate igual."})
    for place in ("/moderation/pending", "/moderation/log"):
        page = client.get(place).text
        assert "No se publicó" in page
        assert "<strong>Retirar" not in page
    time_passes()
    year = db.session.scalars(select(Decision.created)).one().year
    for place in ("/transparency/log", f"/transparency/{year}", "/transparency/log?act=refuse"):
        assert "No se publicó</t" in client.get(place).text
    assert "No se publicó</t" not in client.get("/transparency/log?act=remove").text


@pytest.mark.parametrize(
    ("act", "says"),
    [
        ("remove", "El mensaje se ha retirado."),
        ("close", "El debate se ha cerrado: nadie puede responder."),
        ("dismiss", "ha decidido dejarlo como está"),
    ],
)
def test_who_flagged_reads_whole_sentences_and_the_rule(client, moderator, act, says):
    luis = make_user("luis")
    thread = make_thread()
    post = make_reply(thread)
    case = make_case(post, luis)
    why = Grounds("Es publicidad.", rule=RULE if act != "dismiss" else "")
    with transaction():
        if act == "remove":
            decide_post(fresh(post), fresh(moderator), act, why)
        elif act == "close":
            decide_thread(fresh(thread), fresh(moderator), act, why, case=fresh(case))
        else:
            dismiss_case(fresh(case), fresh(moderator), why)
    time_passes()
    sign_in(client, luis)
    page = client.get(f"/me/flags/{case.id}").text
    assert says in page
    assert (RULE in page) is (act != "dismiss")
    assert "En qué se basa: Las normas de la comunidad." not in page


def test_the_preview_shows_how_to_appeal_and_until_when(room):
    post = make_reply(make_thread())
    sent = {"act": "remove", "rule": RULE, "reason": "Se desvía.", "action": "preview"}
    page = room.post(f"/moderation/posts/{post.id}", data=sent).text
    assert "puedes pedir que lo mire otra persona hasta el" in page.partition("Así será la comunicación")[2]


def test_the_hint_of_editing_says_who_still_reads_the_text_before(room):
    page = room.get(f"/moderation/posts/{make_reply(make_thread()).id}/edit").text
    assert "se conserva en el historial." not in page
    assert "y nadie más" in page
