"""Pictures in an S3-compatible store, and what people see when it is down, silent or refuses us."""

import socket
import time
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.debates import jobs
from forum.debates.models import File, Upload
from forum.extensions import db
from forum.lib import silence
from forum.lib.clock import utcnow
from forum.lib.files import KEY, S3Store, StoreSilent, file_store
from tests.debates.test_upload_picture import ADDRESS, last_post, reply, sent
from tests.factories import make_thread, make_user, sign_in
from tests.pictures import drawn, make_file
from tests.s3_server import S3Server
from tests.servers import Server, until

WAIT = "Las imágenes no se pueden guardar ni ver en este momento"


@pytest.fixture
def use(app, monkeypatch):
    """Has the application keep its files at an address."""
    return lambda url: monkeypatch.setitem(app.extensions, KEY, S3Store(url))


@pytest.fixture
def thread(client, bucket, use):
    use(bucket)
    sign_in(client, make_user("ana"))
    return make_thread()


@pytest.fixture
def own_s3(tmp_path):
    """A store of the test's own, which may go away."""
    server = S3Server(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def deaf():
    """The port of a program that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_a_picture_goes_there_with_the_reply_and_comes_from_there(client, thread):
    assert reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una rampa").status_code == 303
    (name,) = file_store().names()
    address = ADDRESS.search(last_post(thread).body_html)[0]
    assert address == f"/files/{name}"
    shown = client.get(address)
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/png", file_store().read(name))
    assert client.get(address, headers={"If-None-Match": shown.headers["ETag"]}).status_code == 304


def test_one_that_the_store_lost_is_not_found(client, thread):
    reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una")
    address = ADDRESS.search(last_post(thread).body_html)[0]
    for name in list(file_store().names()):
        file_store().delete(name, utcnow() + timedelta(hours=1))
    assert client.get(address).status_code == 404


@pytest.mark.usefixtures("thread")
def test_what_nothing_shows_is_forgotten_there_too(monkeypatch):
    file = make_file(None, drawn(size=(62, 20)))
    monkeypatch.setattr(jobs, "UNUSED_FOR", timedelta(hours=-1))
    jobs.forget_unused_files.look()
    assert list(file_store().names()) == []
    assert db.session.scalar(select(File.id).where(File.name == file.name)) is None


def test_while_it_is_down_nothing_typed_is_lost_and_the_rest_goes_on(
    client, thread, own_s3, use, monkeypatch
):
    monkeypatch.setattr(silence, "PAUSE", 0.2)
    use(own_s3.make_bucket("cubo"))
    reply(client, thread, body="Mirad.", picture=sent(), picture_alt="Una rampa")
    address = ADDRESS.search(last_post(thread).body_html)[0]
    own_s3.stop()
    fields = {"body": "Mirad otra vez.", "picture_alt": "Otra rampa"}
    other = drawn(size=(50, 20))
    answer = reply(client, thread, picture=sent(data=other), **fields)
    assert answer.status_code == 422
    for kept in (WAIT, "Mirad otra vez.", 'value="Otra rampa"'):
        assert kept in answer.text
    assert db.session.scalars(select(Upload)).one()
    picture = client.get(address)
    assert (picture.status_code, picture.headers["Retry-After"]) == (503, "30")
    assert WAIT in picture.text
    assert "files" in client.get("/health").json["warnings"]  # and the worker, where one was there long ago
    assert client.get(f"/debates/{thread.key}").status_code == 200
    assert reply(client, thread, body="Sin imagen.").status_code == 303
    script = client.post("/files", data={"picture": sent(), "picture_alt": "Una"})
    assert (script.status_code, WAIT in script.json["errors"]["picture"]) == (422, True)
    own_s3.start()
    own_s3.make_bucket("cubo")
    until(answers, "the pause is over")
    assert "files" not in client.get("/health").json.get("warnings", [])
    assert reply(client, thread, picture=sent(data=other), **fields).status_code == 303


def answers():
    """Whether the store of files answers."""
    with suppress(StoreSilent):
        return list(file_store().names()) == []


def test_one_that_says_nothing_makes_few_wait(use, deaf, monkeypatch):
    monkeypatch.setattr("forum.lib.files.s3.ANSWERING", 0.3)
    use(f"s3://llave:secreto@cubo?endpoint=http://127.0.0.1:{deaf}")
    with pytest.raises(StoreSilent):
        file_store().read("ab12.png")
    began = time.monotonic()
    for _ in range(20):
        with pytest.raises(StoreSilent):
            file_store().read("ab12.png")
    assert time.monotonic() - began < 0.3


@pytest.mark.long
def test_a_start_with_a_wrong_key_or_bucket_says_one_line_and_one_while_it_is_down_goes_on(own_s3, tmp_path):
    own_s3.make_bucket("cubo")
    said = refused_start(tmp_path, own_s3.url("otro"))
    assert said.startswith("Error: the store of files says «NoSuchBucket")
    own_s3.refuse_unknown_keys()
    said = refused_start(tmp_path, own_s3.url("cubo", "llave:secretisima"))
    assert said.startswith("Error: the store of files says «")
    assert "secretisima" not in said
    own_s3.stop()
    server = Server(tmp_path / "up", {"FORUM_FILES_URL": own_s3.url("cubo", "llave:secretisima")})
    server.folder.mkdir()
    try:
        server.start()
        assert "127.0.0.1" in server.log()
        assert "secretisima" not in server.log()
    finally:
        server.stop()


def refused_start(folder, url):
    """The only line that `serve` says where it does not start."""
    server = Server(folder, {"FORUM_FILES_URL": url})
    assert server.command("db", "upgrade").returncode == 0
    done = server.command("serve", "--port", str(server.port))
    assert (done.returncode, done.stdout) == (1, "")
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert len(said) == 1
    return said[0]
