"""Whoever writes a title is shown the threads that are about the same, as they may read them now."""

import re

import pytest
from sqlalchemy import delete

from forum.debates.actions import hide_post, move_thread, remove_thread
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.search.jobs import index_changes
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, opening_of, sign_in

TITLE = "Teletrabajo en ayuntamientos pequeños"


def near(client, title=TITLE):
    """The threads that are shown to whoever writes this title."""
    index_changes()
    page = client.get("/search/similar", query_string={"title": title}).text
    return [int(id) for id in re.findall(r'data-thread-id="(\d+)"', page)]


@pytest.fixture
def debate(app, index):
    thread = make_thread("El teletrabajo en un ayuntamiento pequeño", "¿Cómo lo hacéis?")
    make_thread("Permuta de Lugo a Vigo")
    return thread


def test_the_nearest_comes_first_and_what_has_nothing_to_do_does_not(client, debate):
    further = make_thread("Registro de entrada", "En ayuntamientos pequeños.")
    assert near(client) == [debate.id, further.id]


def test_it_says_where_and_when_and_whether_it_was_answered_and_closed(client, debate):
    make_reply(debate)
    with transaction():
        fresh(debate).closed = True
    near(client)
    page = client.get("/search/similar", query_string={"title": TITLE}).text
    assert "1 respuesta" in page
    assert "Cerrado" in page
    assert "<time" in page
    assert 'target="_blank"' in page
    assert 'class="group' in page


@pytest.mark.parametrize("title", ["", "Tele", "       T       ", "de la que los", "\x00" * 9, "\ud800" * 9])
def test_too_little_shows_nothing(client, debate, title):
    assert near(client, title.encode("utf-8", "replace")) == []


def test_a_private_group_is_for_its_members(app, client, index):
    member, other = make_user(), make_user()
    secret = make_thread(TITLE, group=make_group(visibility="private", members=(member,)))
    assert near(client) == []
    sign_in(client, other)
    assert near(client) == []
    inside = app.test_client()
    sign_in(inside, member)
    assert near(inside) == [secret.id]


@pytest.mark.parametrize("indexed", [True, False], ids=["and indexed", "and not yet indexed"])
@pytest.mark.parametrize("act", ["hide", "remove", "move"])
def test_what_is_taken_away_is_gone_at_once(client, debate, act, indexed):
    assert debate.id in near(client)
    opening, secret = opening_of(debate), make_group(visibility="private")
    acts = {
        "hide": lambda: hide_post(fresh(opening), None, ""),
        "remove": lambda: remove_thread(fresh(debate), None, ""),
        "move": lambda: move_thread(fresh(debate), fresh(secret), None),
    }
    with transaction():
        acts[act]()
    if indexed:
        index_changes()
    page = client.get("/search/similar", query_string={"title": TITLE}).text
    assert f'data-thread-id="{debate.id}"' not in page


def test_without_an_index_the_form_works(client, app, engine):
    sign_in(client, make_user())
    assert client.get("/search/similar", query_string={"title": TITLE}).status_code == 204
    assert client.get("/debates/new").status_code == 200


def preview(client, title=TITLE, section="debates", **given):
    data = {"title": title, "body": "¿Alguien lo ha probado?", "action": "preview", **given}
    return client.post(f"/{section}/new", data=data)


@pytest.mark.parametrize("section", ["debates", "blog"])
def test_a_preview_shows_them_above_the_text(client, debate, section):
    sign_in(client, make_user())
    index_changes()
    answer = preview(client, section=section)
    assert answer.status_code == 200
    assert 0 < answer.text.index(f'data-thread-id="{debate.id}"') < answer.text.index('id="preview"')


def test_the_entry_that_a_debate_is_about_is_not_among_them(client, app, index):
    entry = make_thread(TITLE, kind="entry")
    index_changes()
    sign_in(client, make_user())
    assert f'data-thread-id="{entry.id}"' in preview(client).text
    assert f'data-thread-id="{entry.id}"' not in preview(client, entry=str(entry.id)).text


def test_forgotten_posts_are_not_shown(client, debate):
    """The index may hold what the database no longer has."""
    assert debate.id in near(client)
    with transaction():
        db.session.execute(delete(Post).where(Post.thread_id == debate.id))
    page = client.get("/search/similar", query_string={"title": TITLE}).text
    assert f'data-thread-id="{debate.id}"' not in page


def test_where_there_is_little_the_nearest_is_not_shown_for_one_word_of_many(client, debate):
    """In a forum of two threads, either is the nearest to anything."""
    assert near(client, "Curso de primeros auxilios en Lugo para bomberos") == []
    assert near(client, "Permuta en Lugo") != []
