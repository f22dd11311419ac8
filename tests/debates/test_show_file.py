"""The address of an uploaded picture: who gets it, and how it is sent."""

from forum.debates import actions
from forum.debates.actions import keep_file
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.files import file_store
from forum.lib.pictures import redraw
from forum.lib.transactions import transaction
from tests.factories import committed, fresh, make_group, make_reply, make_thread, make_user, sign_in
from tests.pictures import drawn, make_file
from tests.statements import statements


def shown_file(size, **where):
    """A file that a new reply shows, its author's."""
    ana = make_user()
    file = make_file(ana, drawn(size=size))
    reply = make_reply(make_thread(**where), f"![Una rampa](/files/{file.name})", author=ana)
    return file, reply


def test_it_is_sent_as_what_it_is_and_can_do_nothing(client):
    file, _ = shown_file((60, 20))
    answer = client.get(f"/files/{file.name}")
    assert answer.status_code == 200
    assert answer.data == file_store().read(file.name)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == f'inline; filename="imagen-{file.name[:8]}.png"'
    assert "Set-Cookie" not in answer.headers


def test_browsers_ask_each_time_and_get_it_once(client):
    file, reply = shown_file((61, 20))
    answer = client.get(f"/files/{file.name}")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = client.get(f"/files/{file.name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    with transaction():
        actions.remove_post(fresh(reply), None, "datos personales")
    gone = client.get(f"/files/{file.name}", headers={"If-None-Match": answer.headers["ETag"]})
    assert gone.status_code == 404


def test_a_private_groups_picture_is_404_elsewhere(client):
    member = make_user()
    file, _ = shown_file((62, 20), group=make_group(visibility="private", members=(member,)))
    assert client.get(f"/files/{file.name}").status_code == 404
    sign_in(client, make_user())
    assert client.get(f"/files/{file.name}").status_code == 404
    sign_in(client, member)
    assert client.get(f"/files/{file.name}").status_code == 200


def test_what_does_not_exist_or_was_lost_is_404(client):
    assert client.get(f"/files/{'0' * 64}.png").status_code == 404
    assert client.get("/files/..%2fsecret.key").status_code == 404
    ana = make_user()
    picture = redraw(drawn(size=(63, 20)))
    lost = committed(lambda: keep_file(picture, ana))
    sign_in(client, ana)
    assert client.get(f"/files/{lost.name}").status_code == 404


def test_a_picture_takes_one_statement_however_many_posts_show_it(client):
    file, reply = shown_file((64, 20))
    thread = db.session.get_one(Thread, reply.thread_id)
    for more in (0, 5):
        for _ in range(more):
            make_reply(thread, f"![Una rampa](/files/{file.name})", author=make_user())
        with statements() as seen:
            client.get(f"/files/{file.name}")
        assert len(seen) == 1
