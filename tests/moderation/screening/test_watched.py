"""Watched words: what becomes of the texts that have them."""

import pytest

from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.models import Case
from forum.moderation.screening.actions import unwatch
from forum.moderation.screening.models import WatchedPattern
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import count
from tests.moderation.screening.pages import edit, last_post, open_debate, reply, states, threads, watching


@pytest.fixture
def thread(client):
    sign_in(client, make_user("ana"))
    return make_thread()


@pytest.mark.parametrize(
    "body", ["Ven al casino", "Ven al **c4s**іno", "[aquí](https://www.casino.example/)"]
)
def test_a_blocked_word_is_refused_beside_the_text_which_comes_back(client, thread, body):
    watching("casino", "block")
    answer = reply(client, thread, body)
    assert answer.status_code == 422
    assert "Hay palabras que aquí no se publican: «casino»." in answer.text
    assert body.partition("(")[0] in answer.text
    assert states(thread) == []


def test_a_blocked_word_in_a_title_is_refused(client, thread):
    watching("casino", "block")
    before = threads()
    assert open_debate(client, make_group(), title="Un casino").status_code == 422
    assert threads() == before


def test_a_word_to_approve_waits_and_says_which(client, thread):
    watching("premio seguro", "approve")
    reply(client, thread, "Hay un premio, seguro")
    assert states(thread) == ["pending"]
    assert last_post().gone_reason == "Tiene palabras vigiladas: «premio seguro»."


def test_a_word_to_flag_is_published_and_opens_one_case(client, thread):
    watching("premio*", "flag")
    watching("seguro", "flag")
    reply(client, thread, "Hay un premio seguro")
    assert states(thread) == ["visible"]
    assert count(Case, Case.post_id == last_post().id) == 1


def test_a_word_to_replace_is_published_in_other_words(client, thread):
    watching("tont*", "replace", "[…]")
    watching("plaza", "replace", "puesto")
    told = "se ha cambiado por otra"
    reply(client, thread, "Nada de eso")
    assert told not in client.get(f"/debates/{thread.key}").text
    reply(client, thread, "Qué TONTERÍA, no hay **plaza**")
    assert told in client.get(f"/debates/{thread.key}").text
    post = last_post()
    assert (post.state, post.body) == ("visible", "Qué […], no hay **puesto**")
    assert "<strong>puesto</strong>" in post.body_html
    open_debate(client, make_group(), title="Una plaza", body="Nada")
    assert db.session.get_one(Thread, last_post().thread_id).title == "Una puesto"


def test_a_word_to_replace_that_marks_hide_waits(client, thread):
    watching("plaza", "replace", "puesto")
    reply(client, thread, "No hay pla**za**")
    assert states(thread) == ["pending"]


def test_the_strictest_holds(client, thread):
    watching("uno", "flag")
    watching("dos", "approve")
    watching("tres", "block")
    assert reply(client, thread, "uno dos tres").status_code == 422
    reply(client, thread, "uno dos")
    assert states(thread) == ["pending"]


def test_a_change_with_a_word_to_approve_goes_out_of_sight_until_it_is_looked_at(client, thread):
    person = make_user("berta")
    post = make_reply(thread, "Hola", author=person)
    watching("casino", "approve")
    sign_in(client, person)
    answer = edit(client, post, "Ven al casino")
    assert answer.status_code == 303
    now = fresh(post)
    assert (now.state, now.number) == ("hidden", post.number)
    assert "Tu cambio espera aprobación" in client.get(answer.location).text


def test_what_a_text_had_before_is_not_held_against_a_change(client, thread):
    person = make_user("berta")
    post = make_reply(thread, "Ven al casino", author=person)
    watching("casino", "block")
    sign_in(client, person)
    assert edit(client, post, "No vengas al casino").status_code == 303


def test_moderators_may_write_the_words(client, thread):
    watching("casino", "block")
    sign_in(client, make_user(role="moderator"))
    assert reply(client, thread, "No se anuncian casinos ni un casino").status_code == 303


def test_a_word_no_longer_watched_is_known_at_once(client, thread):
    watching("casino", "block")
    assert reply(client, thread, "casino").status_code == 422
    with transaction():
        unwatch(db.session.query(WatchedPattern).one().id, None)
    assert reply(client, thread, "casino").status_code == 303
    watching("casino", "approve")
    reply(client, thread, "otro casino")
    assert states(thread) == ["visible", "pending"]
