"""Who needs approval: what happens to their texts, what they see, and what moderators do."""

import pytest
from sqlalchemy import select

from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in
from tests.moderation.screening.pages import (
    LONG,
    edit,
    last_post,
    open_debate,
    reply,
    settle,
    settle_group,
    states,
)


def test_a_reply_of_somebody_new_waits_is_seen_by_them_and_by_nobody_else(client):
    settle(approval="new", new_until=2)
    thread, ana = make_thread(), make_user("ana")
    sign_in(client, ana)
    answer = reply(client, thread, LONG)
    post = last_post()
    assert (answer.status_code, states(thread)) == (303, ["pending"])
    assert answer.location.endswith(f"/posts/{post.id}")
    page = client.get(answer.location).text
    assert "Tu mensaje espera aprobación" in page
    assert "concejo acordó" in page
    assert "concejo acordó" in client.get("/me/drafts").text
    assert fresh(thread).reply_count == 0
    sign_in(client, make_user())
    assert client.get(f"/posts/{post.id}").status_code == 404
    assert "concejo acordó" not in client.get(f"/debates/{thread.key}").text


def test_a_moderator_publishes_what_waits_and_sees_why(client):
    settle(approval="new")
    thread, ana = make_thread(), make_user("ana")
    sign_in(client, ana)
    reply(client, thread, LONG)
    post = last_post()
    sign_in(client, make_user(role="moderator"))
    page = client.get("/moderation/pending").text
    assert "acaba de llegar" in page
    answer = client.post(f"/moderation/posts/{post.id}", data={"act": "restore", "reason": ""})
    assert answer.status_code == 303
    assert states(thread) == ["visible"]
    assert fresh(post).number == 2
    assert fresh(post).gone_reason == ""


def test_a_debate_that_waits_is_in_no_list_until_it_is_published(client):
    settle(approval="all")
    group, ana = make_group(), make_user("ana")
    sign_in(client, ana)
    answer = open_debate(client, group)
    thread = db.session.query(Thread).one()
    assert (answer.status_code, thread.state) == (303, "pending")
    own = client.get(answer.location)
    assert own.status_code == 200
    assert "Espera aprobación" in own.text
    assert "Plazas libres" in client.get("/me/drafts").text
    assert reply(client, thread, "Añado algo").status_code == 409
    sign_in(client, make_user())
    assert client.get(answer.location).status_code == 404
    assert "Plazas libres" not in client.get("/debates/").text
    sign_in(client, make_user(role="moderator"))
    page = client.get("/moderation/pending").text
    assert f"/moderation/threads/{thread.id}" in page
    assert "todo se aprueba" in page
    assert "Publicar." in client.get(f"/moderation/threads/{thread.id}").text
    client.post(f"/moderation/threads/{thread.id}", data={"act": "restore", "reason": ""})
    assert "Plazas libres" in client.get("/debates/").text
    assert "No hay mensajes pendientes" in client.get("/moderation/pending").text


def test_after_so_many_posts_in_sight_one_is_not_new(client):
    settle(approval="new", new_until=2)
    thread, ana = make_thread(), make_user("ana")
    make_reply(thread, author=ana)
    sign_in(client, ana)
    reply(client, thread, "Aún no")
    make_reply(thread, author=ana)
    reply(client, thread, "Ya sí")
    assert states(thread) == ["visible", "pending", "visible", "visible"]


def test_nobody_is_new_where_the_figure_is_nought(client):
    settle(approval="new", new_until=0)
    thread = make_thread()
    sign_in(client, make_user())
    reply(client, thread, "Hola")
    assert states(thread) == ["visible"]


@pytest.mark.parametrize("who", ["moderator", "verified", "group moderator"])
def test_who_does_not_wait(client, who):
    settle(approval="new")
    person = make_user(role="moderator" if who == "moderator" else "member")
    group = make_group(moderators=(person,) if who == "group moderator" else ())
    thread = make_thread(group=group)
    if who == "verified":
        with transaction():
            fresh(person).verified_at = utcnow()
    sign_in(client, person)
    reply(client, thread, "Hola")
    assert states(thread) == ["visible"]


def test_a_group_has_its_own_and_the_rest_is_as_the_site(client):
    quiet, open_one = make_group(), make_group()
    settle_group(quiet, "all")
    there, here = make_thread(group=quiet), make_thread(group=open_one)
    sign_in(client, make_user())
    reply(client, there, "Hola")
    reply(client, here, "Hola")
    assert (states(there), states(here)) == (["pending"], ["visible"])
    settle(approval="all")
    settle_group(quiet, "nobody")
    reply(client, there, "Hola otra vez")
    reply(client, here, "Hola otra vez")
    assert (states(there)[-1], states(here)[-1]) == ("visible", "pending")


def test_many_links_of_somebody_new_wait(client):
    settle(new_links=2)
    thread, ana = make_thread(), make_user()
    links = " ".join(f"[uno](https://uno{n}.example/)" for n in range(3))
    sign_in(client, ana)
    reply(client, thread, links)
    reply(client, thread, links.rpartition(" ")[0] + " [aquí](/debates/)")
    assert states(thread) == ["pending", "visible"]


def test_a_change_in_a_group_where_all_is_approved_is_looked_at_and_stays(client):
    group, ana = make_group(), make_user()
    settle_group(group, "all")
    thread = make_thread(group=group, author=ana)
    sign_in(client, ana)
    answer = edit(client, opening_of(thread), "Otra cosa")
    assert answer.status_code == 303
    sign_in(client, make_user(role="moderator"))
    assert "Permuta de Lugo a Vigo" in client.get("/moderation/").text
    assert client.get(f"/debates/{thread.key}").status_code == 200


def test_the_same_form_sent_twice_waits_once(client):
    settle(approval="all")
    thread = make_thread()
    sign_in(client, make_user())
    answers = [reply(client, thread, LONG, submission="uno") for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert states(thread) == ["pending"]


def test_the_screen_of_a_debate_that_waits_shows_its_text_its_author_and_why(client):
    settle(approval="new")
    group = make_group("Biblioteca")
    sign_in(client, make_user("ana"))
    open_debate(client, group)
    thread = db.session.scalars(select(Thread)).one()
    opening = opening_of(thread)
    sign_in(client, make_user(role="moderator"))
    at_thread = f"/moderation/threads/{thread.id}"
    assert client.get(f"/moderation/posts/{opening.id}").location == at_thread
    page = client.get(at_thread).text
    for words in ("ana", "Biblioteca", "acaba de llegar", fresh(opening).body_html, "Publicar.", "Rechazar."):
        assert words in page
    assert client.post(at_thread, data={"act": "remove"}).status_code == 422
    shown = client.post(at_thread, data={"act": "remove", "reason": "Es publicidad.", "action": "preview"})
    assert "no se ha publicado" in shown.text


def test_a_moderator_goes_from_one_that_waits_to_the_next(client):
    settle(approval="all")
    thread = make_thread()
    sign_in(client, make_user("ana"))
    reply(client, thread, LONG)
    first = last_post()
    reply(client, thread, LONG + " Otra cosa.")
    second = last_post()
    open_debate(client, make_group())
    waits = db.session.scalars(select(Thread).where(Thread.state == "pending")).one()
    sign_in(client, make_user(role="moderator"))
    pages = {one: f"/moderation/posts/{one.id}" for one in (first, second)}
    at_thread = f"/moderation/threads/{waits.id}"
    assert f'href="{pages[second]}"' in client.get(at_thread).text
    sent = client.post(at_thread, data={"act": "restore", "action": "next"})
    assert (sent.status_code, sent.location) == (303, pages[second])
    refused = {"act": "remove", "reason": "Es publicidad.", "action": "next"}
    assert client.post(pages[second], data=refused).location == pages[first]
    assert "Saltar este" not in client.get(pages[first]).text
    assert client.post(pages[first], data=refused).location == "/moderation/pending"
    assert client.get("/moderation/pending").text.count(">Deshacer: ") == 3
