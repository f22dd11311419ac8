"""Each thing that `check` compares, broken in a real database: it is named, and mended where that is safe."""

import hashlib
import json
import os
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, insert, select, update

from forum.accounts.models import User
from forum.audit.actions import record
from forum.audit.heads import export_head, heads_file
from forum.audit.models import AuditRow
from forum.debates.models import Draft, File, Post, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.files import KEY, FolderStore, S3Store, file_store
from forum.lib.transactions import transaction
from forum.notifications.models import Notification
from forum.operations.checking import run as checking
from forum.profiles.models import Contribution
from forum.search.engine import Engine
from forum.search.jobs import index_changes
from tests.factories import make_reply, make_thread, make_user, opening_of, page_revision
from tests.pictures import make_file

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def check(app: Flask, *options: str):
    """Run the command; gives its exit code and what it says, which is JSON."""
    result = app.test_cli_runner().invoke(args=["check", "--json", *options])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.stdout)


@pytest.fixture(autouse=True)
def nothing_left(app: Flask, index: Engine) -> None:
    """No file, no exported head and no index of the test before."""
    with app.app_context():
        for path in file_store().folder.glob("??/*"):
            path.unlink()
        heads_file().unlink(missing_ok=True)


@pytest.fixture
def thread() -> Thread:
    """A thread with a tag, an opening post and two replies."""
    thread = make_thread(tags=["permutas"])
    make_reply(thread)
    make_reply(thread, reply_to=2)
    return thread


def breaking(statement) -> None:
    """Do to the database what nobody should."""
    with transaction():
        db.session.execute(statement, execution_options={"synchronize_session": False})


def test_a_forum_that_nobody_broke_has_no_problem(app, thread):
    assert check(app)[0] == 0


BROKEN = {
    "thread.reply_count": (update(Thread).values(reply_count=7), "reply_count", 7, 2),
    "thread.last_author_id": (update(Thread).values(last_author_id=None), "last_author_id", None, None),
    "thread.last_number": (update(Thread).values(last_number=2), "last_number", 2, 3),
    "group.thread_count": (update(Group).values(thread_count=0), "thread_count", 0, 1),
    "group.sort_key": (update(Group).values(sort_key="zz"), "sort_key", "'zz'", None),
    "tag.thread_count": (update(Tag).values(thread_count=-1), "thread_count", -1, 1),
    "tag.entry_count": (update(Tag).values(entry_count=3), "entry_count", 3, 0),
    "thread tag.opened": (update(ThreadTag).values(opened=LONG_AGO), "opened", str(LONG_AGO), None),
    "tag.sort_key": (update(Tag).values(sort_key=""), "sort_key", "''", "'permutas'"),
    "user.sort_key": (update(User).values(sort_key="aa"), "sort_key", "'aa'", None),
    "contributions": (
        update(Contribution).values(replies=5),
        "debates, entries, replies",
        [0, 0, 5],
        [0, 0, 1],
    ),
    "notification.numbers": (update(Notification).values(last=9), "first to last", "2 to 9", None),
    "post.reply_to": (update(Post).where(Post.number == 3).values(reply_to=9), "reply_to", 9, None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_named_and_mended(app, thread, name):
    statement, what, stored, true = BROKEN[name]
    breaking(statement)
    code, report = check(app)
    found = [problem for problem in report["problems"] if problem["check"] == name]
    assert code == 1
    assert all(problem["what"] == what for problem in found)
    assert stored in [problem["stored"] for problem in found]
    assert true is None or true in [problem["true"] for problem in found]
    code, report = check(app, "--repair")
    assert (code, report["found"]) == (0, report["mended"])
    assert check(app) == (0, {"found": 0, "mended": 0, "problems": [], "warnings": report["warnings"]})


def test_a_thread_that_seems_older_than_its_last_post(app, thread):
    before = db.session.scalar(select(Thread.last_activity))
    breaking(update(Thread).values(last_activity=before - timedelta(days=9)))
    code, report = check(app, "--repair")
    assert (code, [problem["check"] for problem in report["problems"]]) == (0, ["thread.last_activity"])
    assert db.session.scalar(select(Thread.last_activity)) == before


def test_what_pages_show_changes_with_the_count(app, thread):
    breaking(update(Thread).values(reply_count=7))
    before = page_revision(thread)
    check(app, "--repair")
    assert page_revision(thread) > before


def test_a_text_whose_html_was_emptied_is_rendered_again(app):
    ana = make_user()
    file = make_file(ana)
    post = opening_of(make_thread(body=f"Mirad.\n\n![Rampa](/files/{file.name})", author=ana))
    nothing = make_reply(make_thread())
    silent = {"body": "<!-- nada -->", "body_format": "html", "body_html": ""}
    breaking(update(Post).where(Post.id == nothing.id).values(silent))
    breaking(update(Post).where(Post.id == post.id).values(body_html="\n"))
    code, report = check(app)
    (problem,) = report["problems"]
    assert (code, problem["check"], problem["where"]) == (1, "post.body_html", f"post {post.id}")
    assert check(app, "--repair")[0] == 0
    mended = db.session.get_one(Post, post.id)
    assert mended.body_html == post.body_html
    assert mended.revision == post.revision
    assert db.session.get_one(Post, nothing.id).body_html == ""
    assert check(app)[0] == 0


@pytest.mark.parametrize(("number", "missing"), [(1, 1), (2, 2), (3, 3)])
def test_a_gap_in_the_numbers_is_told_and_never_closed(app, thread, number, missing):
    breaking(update(Post).where(Post.number == 3).values(reply_to=None))
    breaking(delete(Post).where(Post.number == number))
    for options in ((), ("--repair",)):
        code, report = check(app, *options)
        (problem,) = [one for one in report["problems"] if one["check"] == "thread numbering"]
        assert (code, problem["where"], problem["mended"]) == (1, f"thread {thread.id}", False)
        assert problem["true"] == f"all from 1 to 3; the first missing is {missing}"
    assert db.session.scalar(select(Thread.last_number)) == 3


def test_a_link_that_one_side_forgot_is_there_again(app):
    entry = make_thread(kind="entry")
    debate = make_thread(linked=entry)
    breaking(update(Thread).where(Thread.id == entry.id).values(linked_id=None))
    assert check(app)[0] == 1
    assert check(app, "--repair")[0] == 0
    assert db.session.get_one(Thread, entry.id).linked_id == debate.id


def test_a_link_to_what_is_linked_elsewhere_is_forgotten(app):
    entry = make_thread(kind="entry")
    debate, third = make_thread(linked=entry), make_thread()
    breaking(update(Thread).where(Thread.id == third.id).values(linked_id=entry.id))
    assert check(app, "--repair")[0] == 0
    links = {thread.id: thread.linked_id for thread in db.session.scalars(select(Thread))}
    assert links == {entry.id: debate.id, debate.id: entry.id, third.id: None}


def test_a_changed_audit_row_is_named_and_stays(app, thread):
    breaking(update(AuditRow).where(AuditRow.id == 1).values(act="nothing.happened"))
    code, report = check(app, "--repair")
    assert (code, report["problems"][0]["where"]) == (1, "audit row 1")
    assert report["mended"] == 0


def test_a_tail_cut_off_the_audit_log_is_noticed_once_the_head_was_exported(app):
    with transaction():
        record("a.thing", "thing", 1, None)
        record("another.thing", "thing", 2, None)
    export_head()
    breaking(delete(AuditRow).where(AuditRow.act == "another.thing"))
    code, report = check(app)
    assert (code, [problem["check"] for problem in report["problems"]]) == (1, ["audit head"])


def stored_file(content: bytes, name: str = "") -> str:
    """A file in the store, two hours old; its name is the digest of `content` unless it is given."""
    name = name or f"{hashlib.sha256(content).hexdigest()}.png"
    store = file_store()
    store.put(name, content)
    if isinstance(store, FolderStore):
        os.utime(store.path(name), (0, 0))
    return name


@pytest.fixture(params=["folder", "bucket"])
def store(request, app, monkeypatch):
    """Each kind of store; the files of a bucket cannot be made older, so an hour ahead of now will do."""
    if request.param == "bucket":
        monkeypatch.setitem(app.extensions, KEY, S3Store(request.getfixturevalue("bucket")))
        monkeypatch.setattr("forum.debates.checks.files.SETTLED", timedelta(hours=-1))
    return file_store()


def known(name: str) -> None:
    """The row of a file."""
    breaking(insert(File).values(name=name, size=3, width=1, height=1, mime="image/png"))


def test_files_lost_changed_and_unknown_are_told_apart(app, store):
    sound, lost, changed = stored_file(b"one"), f"{'0' * 64}.png", stored_file(b"two", f"{'1' * 64}.png")
    unknown = stored_file(b"three")
    for name in (sound, lost, changed):
        known(name)
    code, report = check(app)
    told = {
        problem["where"]: (problem["check"], problem["stored"] == "missing") for problem in report["problems"]
    }
    assert code == 1
    assert told == {
        f"file {lost}": ("file content", True),
        f"file {changed}": ("file content", False),
        f"file {unknown}": ("file unknown", True),
    }
    check(app, "--repair")
    assert set(store.names()) == {sound, changed}


def test_a_file_that_a_text_names_is_told_and_never_deleted(app, thread, store):
    name = stored_file(b"four")
    make_reply(thread, f"![Una](/files/{name})")
    code, report = check(app, "--repair")
    assert code == 1
    assert [(problem["check"], problem["where"]) for problem in report["problems"]] == [
        ("file forgotten", f"file {name}")
    ]
    assert store.exists(name)


def test_a_file_that_just_arrived_is_nobodys_problem(app):
    file_store().put(f"{'2' * 64}.png", b"its row comes with the next statement")
    assert check(app)[0] == 0


def test_an_index_that_lost_posts_is_put_right(app, thread, index):
    index_changes()
    posts = db.session.scalars(select(Post.id)).all()
    index.update((), posts[:1])
    code, report = check(app)
    assert (code, report["problems"][0]["stored"], report["problems"][0]["true"]) == (1, 2, "3")
    assert check(app, "--repair")[0] == 0
    assert index.count() == 3


def test_rate_limits_that_are_off_are_worth_a_warning_not_a_failure(app, thread):
    code, report = check(app)
    assert code == 0
    assert "FORUM_RATE_LIMITS" in report["warnings"][0]


def test_each_problem_is_one_plain_line(app, thread):
    breaking(update(Thread).values(reply_count=7))
    result = app.test_cli_runner().invoke(args=["check"])
    assert f"thread {thread.id}: reply_count is 7, should be 2\n" in result.stdout


def test_of_very_many_problems_the_first_are_told_and_all_are_mended(app, thread, monkeypatch):
    monkeypatch.setattr(checking, "MOST", 1)
    monkeypatch.setattr(checking, "CHUNK", 2)
    for _ in range(4):
        make_thread()
    breaking(update(Thread).values(reply_count=7))
    code, report = check(app, "--repair")
    assert (code, report["found"], report["mended"], len(report["problems"])) == (0, 5, 5, 1)
    assert db.session.scalar(select(func.sum(Thread.reply_count))) == 2


def test_rows_that_lead_nowhere(own_app):
    """A draft of nobody goes, as it would have gone with the person; a post of nobody is only told."""
    make_thread()
    with db.engine.connect() as connection:
        connection.connection.cursor().execute(without_constraints(connection.dialect.name))
        connection.execute(insert(Draft).values(user_id=999, kind="debate", fields={}))
        connection.execute(update(Post).values(author_id=998))
        connection.commit()
        connection.invalidate()
    code, report = check(own_app, "--repair")
    told = {problem["check"]: problem["mended"] for problem in report["problems"]}
    assert code == 1
    assert told["drafts.user_id reference"] is True
    assert told["posts.author_id reference"] is False
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def without_constraints(dialect: str) -> str:
    """What lets a connection write what the foreign keys forbid."""
    return "PRAGMA foreign_keys=OFF" if dialect == "sqlite" else "SET session_replication_role = replica"


def test_the_seeded_community_has_no_problem(app):
    size = ("--users", "9", "--threads", "30", "--posts", "400", "--longest", "90")
    assert app.test_cli_runner().invoke(args=["seed", *size]).exit_code == 0
    assert check(app)[0] == 0
