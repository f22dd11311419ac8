"""Putting a picture into a text, without scripts and with them; nothing that was typed is lost."""

import io
import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select, update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from forum.debates.actions import files as actions
from forum.debates.models import Draft, File, Post, Upload
from forum.extensions import db
from forum.lib import pictures
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.maintenance import begin
from forum.lib.transactions import transaction
from tests.factories import fresh, make_group, make_thread, make_user, opening_of, sign_in
from tests.pictures import drawn, make_file

ADDRESS = re.compile(r"/files/[0-9a-f]{64}\.\w+")


def sent(name="rampa.png", data=None):
    return FileStorage(io.BytesIO(drawn() if data is None else data), name)


def reply(client, thread, **fields):
    boundary, body = encode_multipart(fields)
    return client.post(
        f"/debates/{thread.key}/replies",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


@pytest.fixture
def thread(client):
    sign_in(client, make_user("ana"))
    return make_thread()


def last_post(thread):
    return db.session.scalars(
        select(Post).where(Post.thread_id == thread.id).order_by(Post.id.desc())
    ).first()


def test_the_button_puts_a_figure_at_the_end_of_the_text_and_keeps_the_rest(client, thread):
    answer = reply(
        client,
        thread,
        body="Mirad la rampa.",
        action="picture",
        reply_to="1",
        picture=sent(),
        picture_alt="Rampa [nueva] de la entrada",
        picture_caption='La "rampa"',
        picture_source="INE, 2025",
    )
    assert answer.status_code == 200
    assert "La imagen está al final del texto." in answer.text
    assert "Mirad la rampa.\n\n![Rampa \\[nueva\\] de la entrada](/files/" in answer.text
    assert "Fuente: INE, 2025" in answer.text
    assert 'name="reply_to" value="1"' in answer.text
    assert last_post(thread).number == 1
    shown = client.get(ADDRESS.search(answer.text)[0])
    assert shown.status_code == 200
    assert shown.mimetype == "image/png"


def test_publishing_with_a_picture_publishes_the_figure(client, thread):
    answer = reply(
        client, thread, body="Mirad.", picture=sent(), picture_alt="Una rampa", picture_caption="La rampa"
    )
    assert answer.status_code == 303
    html = last_post(thread).body_html
    assert re.search(
        r'<figure class="figure"><img width="40" height="30" loading="lazy" src="/files/\w+\.png" alt="Una',
        html,
    )
    assert "<figcaption>La rampa.</figcaption>" in html


def test_a_picture_alone_is_a_text(client, thread):
    assert reply(client, thread, body="", picture=sent(), picture_alt="Una rampa").status_code == 303


def test_a_picture_without_its_description_has_arrived_and_waits_for_it(client, thread):
    first = reply(client, thread, body="Mirad.", picture=sent(), picture_caption="La rampa")
    assert first.status_code == 422
    assert "Falta el texto alternativo" in first.text
    assert "Mirad." in first.text
    assert 'value="La rampa"' in first.text
    name = re.search(r'name="picture_name" value="([^"]+)"', first.text)[1]
    second = reply(client, thread, body="Mirad.", picture_name=name, picture_alt="Una rampa")
    assert second.status_code == 303
    assert name in last_post(thread).body_html


def test_a_picture_that_waits_can_be_discarded(client, thread):
    name = make_file(None).name
    answer = reply(client, thread, body="Mirad.", picture_name=name, action="discard_picture")
    assert answer.status_code == 200
    assert "picture_name" not in answer.text
    assert "Mirad." in answer.text


def test_a_draft_keeps_the_picture_that_waits(client, thread):
    saved = reply(client, thread, body="A medias", picture=sent(), action="draft")
    assert saved.status_code == 303
    page = client.get(saved.location).text
    name = db.session.scalars(select(Draft)).one().fields["picture_name"]
    assert f'name="picture_name" value="{name}"' in page


def test_a_draft_with_a_described_picture_has_the_figure_in_its_text(client, thread):
    reply(client, thread, body="A medias", picture=sent(), picture_alt="Una rampa", action="draft")
    assert "![Una rampa](/files/" in db.session.scalars(select(Draft)).one().body


def test_what_is_no_picture_is_refused_beside_its_field_and_the_text_stays(client, thread):
    answer = reply(client, thread, body="Mirad.", picture=sent("a.png", b"<html>"), picture_alt="Una rampa")
    assert answer.status_code == 422
    assert "Esto no es una imagen" in answer.text
    assert "Mirad." in answer.text
    assert 'value="Una rampa"' in answer.text
    assert last_post(thread).number == 1
    draft = reply(client, thread, body="Mirad.", picture=sent("a.png", b"<html>"), action="draft")
    assert draft.status_code == 422


def test_the_button_without_a_picture_asks_for_one(client, thread):
    answer = reply(client, thread, body="Mirad.", action="picture", picture_alt="Una rampa")
    assert answer.status_code == 422
    assert "Elige una imagen." in answer.text


def test_a_file_too_large_loses_no_text(client, thread):
    answer = reply(client, thread, body="Mirad.", picture=sent(data=drawn() + bytes(11 * 1024 * 1024)))
    assert answer.status_code == 422
    assert "más de 10 MB" in answer.text
    assert "Mirad." in answer.text


def test_what_moved_says_that_it_stands_still(client, thread):
    frames = io.BytesIO()
    Image.new("L", (9, 9)).save(frames, "GIF", save_all=True, append_images=[Image.new("L", (9, 9), 255)])
    answer = reply(
        client, thread, action="picture", picture=sent(data=frames.getvalue()), picture_alt="Pasos"
    )
    assert "se queda en la primera" in answer.text


def test_a_new_debate_and_an_edit_take_pictures_too(client):
    ana, group = make_user(), make_group()
    sign_in(client, ana)
    fields = {"title": "Accesos", "group": group.slug, "body": "Mirad.", "picture_alt": "Una rampa"}
    opened = client.post(
        "/debates/new", data=fields | {"picture": sent()}, content_type="multipart/form-data"
    )
    assert opened.status_code == 303
    post = db.session.scalars(select(Post).where(Post.author_id == ana.id)).one()
    assert "<figure" in post.body_html
    fields = {
        "title": "Accesos",
        "body": "Otra.",
        "picture_alt": "Otra rampa",
        "revision": str(post.revision),
    }
    other = sent(data=drawn(size=(50, 20)))
    page = client.post(
        f"/posts/{post.id}/edit",
        data=fields | {"picture": other, "action": "picture"},
        content_type="multipart/form-data",
    )
    assert page.status_code == 200
    assert "![Otra rampa](/files/" in page.text
    other = sent(data=drawn(size=(50, 20)))
    done = client.post(
        f"/posts/{post.id}/edit", data=fields | {"picture": other}, content_type="multipart/form-data"
    )
    assert done.status_code == 303
    assert 'alt="Otra rampa"' in fresh(post).body_html


def test_a_picture_in_the_text_without_a_description_is_not_published(client, thread):
    file = make_file(None)
    answer = reply(client, thread, body=f"![ ](/files/{file.name})")
    assert answer.status_code == 422
    assert "le falta el texto alternativo" in answer.text
    assert reply(client, thread, body=f"![ ](/files/{file.name})", action="preview").status_code == 200


def test_an_imported_text_may_go_on_without_descriptions(client):
    ana = make_user()
    file = make_file(ana)
    thread = make_thread(author=ana)
    post = opening_of(thread)
    with transaction():
        db.session.execute(
            update(Post)
            .where(Post.id == post.id)
            .values(body_format="html", body_html=f'<p><img src="/files/{file.name}" alt=""></p>')
        )
    sign_in(client, ana)
    fields = {"title": "Otro", "body": f"![](/files/{file.name})", "revision": str(post.revision)}
    assert client.post(f"/posts/{post.id}/edit", data=fields).status_code == 303


def test_twenty_pictures_fit_in_a_post(client, thread):
    file = make_file(None)
    answer = reply(client, thread, body=f"![Una](/files/{file.name})\n\n" * 21)
    assert answer.status_code == 422
    assert "Caben 20 imágenes" in answer.text


def test_a_person_brings_so_much_in_a_day(client, thread, monkeypatch):
    monkeypatch.setattr(actions, "MOST_A_DAY", 1)
    assert reply(client, thread, body="Una", picture=sent(), picture_alt="Una").status_code == 303
    answer = reply(client, thread, body="Otra", picture=sent(), picture_alt="Otra")
    assert answer.status_code == 422
    assert "muchas imágenes en un día" in answer.text
    assert "Otra" in answer.text
    with transaction():
        db.session.execute(update(Upload).values(created=utcnow() - timedelta(days=1, minutes=1)))
    assert reply(client, thread, body="Otra", picture=sent(), picture_alt="Otra").status_code == 303


def test_where_too_many_pictures_are_drawn_at_once_nobody_waits_and_no_text_is_lost(client, thread):
    with ExitStack() as crowd:
        for _ in range(pictures.AT_ONCE + pictures.WAITING):
            crowd.enter_context(pictures.taken(pictures._queue, 0))
        answer = reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una rampa")
        assert answer.status_code == 422
        assert "Hay muchas imágenes en proceso a la vez" in answer.text
        assert "Mirad." in answer.text
        assert 'value="Una rampa"' in answer.text
    assert reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una").status_code == 303


def test_in_maintenance_no_picture_is_stored(client, thread):
    with transaction():
        begin(utcnow() + timedelta(minutes=9), "")
    before = sorted(file_store().names())
    other = sent(data=drawn(size=(53, 20)))
    answer = reply(client, thread, body="Mirad.", picture=other, picture_alt="Una rampa")
    assert answer.status_code == 503
    assert "Mirad." in answer.text
    assert sorted(file_store().names()) == before


def test_a_script_gets_the_figure_to_put_at_the_cursor(client, thread):
    fields = {"picture": sent(), "picture_alt": "Una rampa", "picture_caption": "La rampa."}
    answer = client.post("/files", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 201
    assert re.fullmatch(r'!\[Una rampa\]\(/files/[0-9a-f]{64}\.png "La rampa\."\)', answer.json["text"])
    wrong = client.post("/files", data={"picture": sent()}, content_type="multipart/form-data")
    assert wrong.status_code == 422
    assert list(wrong.json["errors"]) == ["picture_alt"]
    assert list(client.post("/files", data={}).json["errors"]) == ["picture"]


def test_a_guest_brings_nothing_and_their_text_is_held(client):
    thread = make_thread()
    answer = reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una rampa")
    assert answer.status_code == 303
    assert "/login" in answer.location
    assert db.session.scalars(select(File)).all() == []
    assert client.post("/files", data={"picture": sent()}).status_code == 303


def test_a_name_that_is_none_of_theirs_is_no_picture(client, thread):
    file = make_file(make_user(), drawn(size=(51, 20)))
    for name in (file.name, "](javascript:alert(1))"):
        answer = reply(client, thread, body="Mirad.", action="picture", picture_name=name, picture_alt="Una")
        assert answer.status_code == 422
        assert "Elige una imagen." in answer.text
