"""Whether a program found what was refused: only where it read it, not where all or newcomers wait."""

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from forum.moderation.models import Decision
from tests.factories import make_group, make_thread, make_user, opening_of, sign_in
from tests.moderation.cases import time_passes
from tests.moderation.screening.pages import (
    LONG,
    edit,
    last_post,
    open_debate,
    reply,
    settle,
    watching,
)

RULE = "Norma 6: sin publicidad ni propaganda"
READ = "lo encontró un programa que revisa textos"
OWN = "por iniciativa propia"
HELD = {
    "all": (lambda: settle(approval="all"), LONG, False),
    "new": (lambda: settle(approval="new"), LONG, False),
    "words": (lambda: watching("casino", "approve"), "Ven al casino", True),
    "words where all is approved": (
        lambda: (settle(approval="all"), watching("casino", "approve")),
        "Ven al casino",
        True,
    ),
    "links": (
        lambda: settle(approval="new", new_links=0),
        "Mira [uno](https://uno.example/)",
        True,
    ),
}


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("why", HELD)
def test_statement_log_and_report_agree_on_who_found_it(client, why, whole):
    hold, text, found = HELD[why]
    hold()
    ana, moderator = make_user("ana"), make_user(role="moderator")
    sign_in(client, ana)
    if whole:
        open_debate(client, make_group(), text)
        address = f"/moderation/threads/{db.session.scalars(select(Thread.id)).one()}"
    else:
        reply(client, make_thread(), text)
        address = f"/moderation/posts/{last_post().id}"
    sign_in(client, moderator)
    sent = {"act": "remove", "rule": RULE, "reason": "Es publicidad."}
    preview = client.post(address, data=sent | {"action": "preview"}).text
    assert (READ in preview) is found
    assert client.post(address, data=sent).status_code == 303
    time_passes()
    made = db.session.scalars(select(Decision)).one()
    assert made.automated is found
    sign_in(client, ana)
    page = client.get(f"/me/decisions/{made.id}").text
    assert (READ in page) is found
    assert (OWN in page) is not found
    assert ("Lo encontró un programa que revisa textos; lo ha decidido una persona." in page) is found
    log = client.get("/transparency/log").text
    assert ("revisión automática de textos</td>" in log) is found
    assert ("iniciativa propia</td>" in log) is not found
    rows = client.get(f"/transparency/{made.created.year}.csv").text.splitlines()
    for fact in (f"source,{'automatic' if found else 'own'},", f"automated,{'yes' if found else 'no'},"):
        assert next(line for line in rows if fact in line).endswith(",1")


def test_a_change_where_all_is_approved_was_found_by_nobody(client):
    settle(approval="all")
    ana = make_user("ana")
    thread = make_thread(author=ana)
    sign_in(client, ana)
    edit(client, opening_of(thread), "Otra cosa")
    sign_in(client, make_user(role="moderator"))
    assert "cambio por aprobar" in client.get("/moderation/").text
    sent = {"act": "hide", "rule": RULE, "reason": "Es publicidad."}
    client.post(f"/moderation/posts/{opening_of(thread).id}", data=sent)
    time_passes()
    made = db.session.scalars(select(Decision)).one()
    sign_in(client, ana)
    assert made.automated is False
    assert OWN in client.get(f"/me/decisions/{made.id}").text
    assert "iniciativa propia</td>" in client.get("/transparency/log").text


def test_a_change_that_words_took_out_of_sight_was_found_by_a_program(client):
    watching("casino", "approve")
    ana = make_user("ana")
    thread = make_thread(author=ana)
    sign_in(client, ana)
    edit(client, opening_of(thread), "Ven al casino")
    sign_in(client, make_user(role="moderator"))
    sent = {"act": "remove", "rule": RULE, "reason": "Es publicidad."}
    client.post(f"/moderation/posts/{opening_of(thread).id}", data=sent)
    assert db.session.scalars(select(Decision)).one().automated is True
