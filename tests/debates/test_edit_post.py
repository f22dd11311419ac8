"""Editing: versions, conflicts, who may."""

from sqlalchemy import select

from forum.debates.models import Post
from forum.extensions import db
from tests.factories import fresh, make_reply, make_thread, make_user, opening_of, sign_in
from tests.statements import statements


def test_an_edit_keeps_the_old_text_with_its_reason(client):
    ana = make_user()
    post = make_reply(make_thread(), "Antes", author=ana)
    sign_in(client, ana)
    response = client.post(
        f"/posts/{post.id}/edit", data={"body": "Después", "reason": "una errata", "revision": "1"}
    )
    assert response.status_code == 303
    page = client.get(response.location).text
    assert "Después" in page
    assert "editado" in page
    history = client.get(f"/posts/{post.id}/revisions").text
    assert "Antes" in history
    assert "una errata" in history


def test_a_text_that_changed_meanwhile_is_a_conflict_and_both_are_shown(client):
    ana = make_user()
    post = make_reply(make_thread(), "Antes", author=ana)
    sign_in(client, ana)
    client.post(f"/posts/{post.id}/edit", data={"body": "En otra pestaña", "revision": "1"})
    response = client.post(f"/posts/{post.id}/edit", data={"body": "En esta", "revision": "1"})
    assert response.status_code == 409
    assert "En otra pestaña" in response.text
    assert "En esta" in response.text
    again = client.post(f"/posts/{post.id}/edit", data={"body": "En esta", "revision": "2"})
    assert again.status_code == 303


def test_the_opening_post_takes_title_and_tags_and_old_addresses_still_lead_there(client):
    ana = make_user()
    thread = make_thread("Título viejo", author=ana, tags=["uno"])
    sign_in(client, ana)
    fields = {"title": "Título nuevo", "tags": "dos", "body": "Texto", "revision": "1"}
    client.post(f"/posts/{opening_of(thread).id}/edit", data=fields)
    old = client.get(f"/debates/{thread.key}")
    assert old.status_code == 301
    assert old.location.endswith("-titulo-nuevo")
    assert client.get("/tags/uno").status_code == 404
    assert client.get("/tags/dos").status_code == 200


def test_only_its_author_edits_a_post(client):
    post = make_reply(make_thread())
    sign_in(client, make_user())
    assert client.get(f"/posts/{post.id}/edit").status_code == 403
    assert client.post(f"/posts/{post.id}/edit", data={"body": "Yo"}).status_code == 403
    sign_in(client, make_user(role="moderator"))
    assert client.post(f"/posts/{post.id}/edit", data={"body": "Yo"}).status_code == 403


def test_withdrawing_leaves_a_note_and_no_text(client):
    ana = make_user()
    thread = make_thread()
    post = make_reply(thread, "Me arrepiento", author=ana)
    sign_in(client, ana)
    assert "¿Retirar tu mensaje?" in client.get(f"/posts/{post.id}/withdraw").text
    response = client.post(f"/posts/{post.id}/withdraw", data={"reason": "me equivoqué de hilo"})
    assert response.status_code == 303
    page = client.get(response.location).text
    assert "retirado por quien lo escribió" in page
    assert "me equivoqué de hilo" in page
    assert "Me arrepiento" not in page
    assert client.get(f"/posts/{post.id}").status_code == 302
    assert client.get(f"/posts/{post.id}/revisions").status_code in (200, 403)
    assert fresh(thread).reply_count == 0


def test_withdrawing_the_opening_post_leaves_the_thread(client):
    ana = make_user()
    thread = make_thread("Sigue en pie", author=ana)
    sign_in(client, ana)
    client.post(f"/posts/{opening_of(thread).id}/withdraw", data={"reason": ""})
    page = client.get(f"/debates/{thread.key}")
    assert page.status_code == 200
    assert "Sigue en pie" in page.text


def test_every_change_is_to_be_indexed_again(client):
    ana = make_user()
    post = make_reply(make_thread(), author=ana)
    before = fresh(post).revision
    sign_in(client, ana)
    client.post(f"/posts/{post.id}/edit", data={"body": "Otra cosa", "revision": str(before)})
    assert db.session.scalars(select(Post.revision).where(Post.id == post.id)).one() > before


def test_a_post_is_found_once_where_no_picture_came(client):
    ana = make_user()
    post = make_reply(make_thread(), "Antes", author=ana)
    sign_in(client, ana)
    with statements() as seen:
        answer = client.post(f"/posts/{post.id}/edit", data={"body": "Después", "revision": "1"})
    assert answer.status_code == 303
    assert sum("FROM posts JOIN threads" in said for said in seen) == 1
