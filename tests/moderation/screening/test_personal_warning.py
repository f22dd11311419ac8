"""Personal data in a text: the writer is warned, and what is left in opens a case."""

import pytest

from forum.moderation.models import Case
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.moderation.cases import count
from tests.moderation.screening.pages import (
    edit,
    insisting,
    last_post,
    open_debate,
    reply,
    settle,
    states,
    threads,
)

TEXT = "Llámame al 612 345 678 o dime tu DNI, 12345678Z."


@pytest.fixture
def thread(client):
    sign_in(client, make_user("ana"))
    return make_thread()


def test_the_writer_is_warned_of_what_and_where_and_the_text_comes_back(client, thread):
    answer = reply(client, thread, TEXT)
    assert answer.status_code == 422
    assert "Teléfono, en el texto: «Llámame al <mark>612 345 678</mark> o dime tu DNI," in answer.text
    assert "DNI, en el texto:" in answer.text
    assert "Publicar de todos modos" in answer.text
    assert TEXT in answer.text
    assert states(thread) == []


def test_left_in_it_is_published_and_opens_a_case(client, thread):
    word = insisting(reply(client, thread, TEXT).text)
    answer = reply(client, thread, TEXT, insist=word)
    assert answer.status_code == 303
    assert states(thread) == ["visible"]
    assert count(Case, Case.post_id == last_post().id) == 1


def test_another_text_is_asked_about_again(client, thread):
    word = insisting(reply(client, thread, TEXT).text)
    again = reply(client, thread, TEXT + " Y 699 999 999.", insist=word)
    assert again.status_code == 422
    assert insisting(again.text) != word
    assert states(thread) == []


def test_without_the_data_it_is_published_and_nobody_is_called(client, thread):
    reply(client, thread, TEXT)
    assert reply(client, thread, "Escríbeme a info@ayuntamiento.example.").status_code == 303
    assert count(Case) == 0


def test_pressing_publish_again_is_not_insisting(client, thread):
    reply(client, thread, TEXT)
    assert reply(client, thread, TEXT, action="publish").status_code == 422


def test_a_new_debate_is_read_too_its_title_as_well(client, thread):
    before, group = threads(), make_group()
    answer = open_debate(client, group, title="Quien sepa, al 612345678", body="Nada más")
    assert answer.status_code == 422
    assert "Teléfono, en el título" in answer.text
    assert threads() == before
    done = open_debate(
        client, group, title="Quien sepa, al 612345678", body="Nada más", insist=insisting(answer.text)
    )
    assert done.status_code == 303
    assert count(Case) == 1


def test_a_change_is_read_for_what_is_new_in_it(client, thread):
    person = make_user("berta")
    post = make_reply(thread, "Mi correo es berta@correo.example", author=person)
    sign_in(client, person)
    assert edit(client, post, "Mi correo sigue siendo berta@correo.example").status_code == 303
    warned = edit(client, post, "Mi correo es berta@correo.example y mi DNI 12345678Z")
    assert warned.status_code == 422
    assert "DNI, en el texto" in warned.text
    assert "Correo, en el texto" not in warned.text
    assert fresh(post).body == "Mi correo sigue siendo berta@correo.example"


def test_moderators_are_warned_as_well(client, thread):
    sign_in(client, make_user(role="moderator"))
    assert reply(client, thread, TEXT).status_code == 422


def test_previews_and_drafts_are_nobodys_business(client, thread):
    assert reply(client, thread, TEXT, action="preview").status_code == 200
    assert reply(client, thread, TEXT, action="draft").status_code == 303


def test_a_message_that_waits_says_that_it_has_them(client, thread):
    settle(approval="all")
    reply(client, thread, TEXT, insist=insisting(reply(client, thread, TEXT).text))
    post = last_post()
    assert post.state == "pending"
    assert "datos personales: teléfono, DNI" in post.gone_reason
    assert count(Case) == 0
