"""Replying: who, where, and what comes back."""

from sqlalchemy import func, select

from forum.debates.models import Draft, Post, Thread
from forum.extensions import db
from tests.factories import fresh, make_group, make_reply, make_thread, make_user, sign_in


def posts_in(thread: Thread) -> int:
    return db.session.scalar(select(func.count()).select_from(Post).where(Post.thread_id == thread.id))


def reply(client, thread, **fields):
    return client.post(f"/{thread.section}/{thread.key}/replies", data=fields)


def test_a_reply_takes_the_next_number_and_leads_to_itself(client):
    thread = make_thread()
    sign_in(client, make_user("ana"))
    response = reply(client, thread, body="Yo también busco plaza")
    assert response.status_code == 303
    assert response.location.endswith(f"/debates/{thread.key}#post-2")
    page = client.get(response.location).text
    assert 'id="post-2"' in page
    assert 'data-author="ana"' in page
    assert "Yo también busco plaza" in page


def test_a_guest_is_led_to_sign_in_and_the_text_is_there_afterwards(client):
    thread, ana = make_thread(), make_user("ana")
    response = reply(client, thread, body="Lo escribí con la sesión caducada")
    assert response.status_code == 303
    assert "/login?next=" in response.location
    sign_in(client, ana)
    held = client.get("/me/held")
    assert held.status_code == 303
    assert "Lo escribí con la sesión caducada" in client.get(held.location).text
    assert posts_in(thread) == 1


def test_an_empty_reply_gets_its_message_beside_the_field(client):
    thread = make_thread()
    sign_in(client, make_user())
    response = reply(client, thread, body="  ")
    assert response.status_code == 422
    assert "Falta el texto." in response.text
    assert 'aria-invalid="true"' in response.text
    assert posts_in(thread) == 1


def test_a_closed_thread_takes_no_replies_and_gives_the_text_back(client):
    thread = make_thread(closed=True)
    sign_in(client, make_user())
    response = reply(client, thread, body="Llego tarde")
    assert response.status_code == 409
    assert "ya no admite respuestas" in response.text
    assert "Llego tarde" in response.text
    assert posts_in(thread) == 1


def test_a_removed_thread_is_gone(client):
    thread = make_thread(state="removed")
    sign_in(client, make_user())
    assert reply(client, thread, body="Hola").status_code == 410
    assert client.get(f"/debates/{thread.key}").status_code == 410


def test_the_same_form_sent_twice_publishes_once(client):
    thread = make_thread()
    sign_in(client, make_user())
    first = reply(client, thread, body="Una vez", submission="formulario-1")
    second = reply(client, thread, body="Una vez", submission="formulario-1")
    assert first.location == second.location
    assert posts_in(thread) == 2


def test_the_same_form_with_another_text_is_another_act(client):
    thread = make_thread()
    sign_in(client, make_user())
    reply(client, thread, body="Una vez", submission="formulario-1")
    reply(client, thread, body="Otra cosa", submission="formulario-1")
    assert posts_in(thread) == 3


def test_without_a_submission_nothing_is_compared(client):
    thread = make_thread()
    sign_in(client, make_user())
    reply(client, thread, body="Una vez")
    reply(client, thread, body="Una vez")
    assert posts_in(thread) == 3


def test_a_preview_shows_the_text_and_publishes_nothing(client):
    thread = make_thread()
    sign_in(client, make_user())
    response = reply(client, thread, body="con **fuerza**", action="preview")
    assert response.status_code == 200
    assert "<strong>fuerza</strong>" in response.text
    assert "con **fuerza**" in response.text
    assert posts_in(thread) == 1


def test_a_draft_is_kept_shown_published_and_forgotten(client):
    thread = make_thread()
    sign_in(client, make_user())
    saved = reply(client, thread, body="A medias", action="draft")
    assert saved.status_code == 303
    page = client.get(saved.location).text
    assert "A medias" in page
    draft = db.session.scalars(select(Draft)).one()
    reply(client, thread, body="Entera", draft=str(draft.id))
    assert posts_in(thread) == 2
    assert db.session.scalars(select(Draft)).all() == []


def test_nobody_sees_the_draft_of_another(client):
    thread = make_thread()
    sign_in(client, make_user())
    saved = reply(client, thread, body="Mío", action="draft")
    sign_in(client, make_user())
    assert client.get(saved.location).status_code == 404


def test_a_reply_to_a_given_post_says_so(client):
    thread = make_thread()
    make_reply(thread)
    sign_in(client, make_user())
    response = reply(client, thread, body="De acuerdo", reply_to="2")
    assert "responde al n.º 2" in client.get(response.location).text


def test_a_reply_to_a_post_that_is_not_there_stands_on_its_own(client):
    thread = make_thread()
    sign_in(client, make_user())
    reply(client, thread, body="De acuerdo", reply_to="77")
    assert (
        db.session.scalars(select(Post.reply_to).where(Post.thread_id == thread.id, Post.number == 2)).one()
        is None
    )


def test_quoting_fills_the_form_with_the_post_and_its_author(client):
    thread = make_thread(body="Primera línea\n\nSegunda", author=make_user("marta", display_name="Marta"))
    sign_in(client, make_user())
    page = client.get(f"/debates/{thread.key}?reply_to=1&quote=1").text
    assert "&gt; [Marta, n.º 1](/posts/" in page
    assert "&gt; Segunda" in page


def test_only_members_write_in_a_private_group_and_others_do_not_learn_of_it(client):
    member, other = make_user(), make_user()
    thread = make_thread(group=make_group(visibility="private", members=(member,)))
    sign_in(client, other)
    assert reply(client, thread, body="Hola").status_code == 404
    sign_in(client, member)
    assert reply(client, thread, body="Hola").status_code == 303


def test_counts_and_last_activity_follow(client):
    thread = make_thread()
    author = make_user()
    post = make_reply(thread, author=author)
    now = fresh(thread)
    assert (now.reply_count, now.last_number, now.last_author_id) == (1, 2, author.id)
    assert now.last_activity == post.created


def test_too_long_a_text_is_refused_and_comes_back_whole(client):
    thread = make_thread()
    sign_in(client, make_user())
    long = "palabra " * 9_000
    response = reply(client, thread, body=long)
    assert response.status_code == 422
    assert "demasiado largo" in response.text
    assert long.strip() in response.text
