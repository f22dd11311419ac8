"""A community moves to another database: all of it or not at all, however often it is stopped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from forum.accounts.models import User
from forum.commands import create_whole_app
from forum.debates.actions import open_thread
from forum.debates.models import Post
from forum.extensions import db
from forum.groups.models import Group
from forum.lib import maintenance
from forum.lib.clock import utcnow
from forum.lib.markdown import render
from forum.lib.transactions import transaction
from forum.operations.checking.run import all_checks, found_by
from forum.operations.copying import cli, rows
from forum.operations.demo.cli import fill
from tests.conftest import let_go
from tests.databases import Database, settings_for
from tests.transfers import NOT_OF_THE_TEST

pytestmark = pytest.mark.postgres


def app_on(url: str, folder: Path) -> Flask:
    return create_whole_app(settings_for(folder, FORUM_DATABASE_URL=url), testing=True)


@pytest.fixture(params=["sqlite to postgres", "postgres to sqlite"])
def urls(request, sqlite: Database, postgres: Database) -> Iterator[tuple[str, str]]:
    """The database of a forum, and an empty one of the other kind."""
    here, there = (sqlite, postgres) if request.param.startswith("sqlite") else (postgres, sqlite)
    one, other = here.fresh(), there.empty()
    yield one, other
    here.drop(one), there.drop(other)


@pytest.fixture
def forum(urls: tuple[str, str], tmp_path: Path) -> Iterator[Flask]:
    """A forum with the demo community, and an entry that leads to a later debate; in maintenance."""
    app = app_on(urls[0], tmp_path)
    with app.app_context():
        fill()
        words, author = render("Un texto."), db.session.scalars(select(User)).first()
        with transaction():
            entry = open_thread("entry", "Una entrada", words, author)
            group = db.session.scalars(select(Group)).first()
            debate = open_thread("debate", "Un debate", words, author, group=group)
            entry.linked_id, debate.linked_id = debate.id, entry.id
            maintenance.begin(utcnow(), "Mudanza.")
        db.session.remove()
    yield app
    let_go(app)


def copy(app: Flask, urls: tuple[str, str]):
    return app.test_cli_runner().invoke(args=["db", "copy", "--from", urls[0], "--to", urls[1]])


def everything(url: str, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    app = app_on(url, folder)
    with app.app_context():
        found = {
            table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
            for table in rows.tables()
        }
        db.session.remove()
    let_go(app)
    return found


def test_all_of_it_is_there_and_goes_on(forum, urls, tmp_path):
    done = copy(forum, urls)
    assert done.exit_code == 0, done.output
    assert "maintenance off" in done.output
    assert everything(urls[0], tmp_path) == everything(urls[1], tmp_path)
    moved = app_on(urls[1], tmp_path)
    with moved.app_context():
        checks = [check for check in all_checks() if check.name not in NOT_OF_THE_TEST]
        assert [f"{check.name}: {one}" for check in checks for one in found_by(check)] == []
        words, author = render("Y sigue."), db.session.scalars(select(User)).first()
        with transaction():
            maintenance.end()
            open_thread("entry", "Otra", words, author)  # numbered after what came
        db.session.remove()
    let_go(moved)


def test_one_that_was_stopped_goes_on(forum, urls, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 7)
    seen = []

    def stop(count: int) -> None:
        seen.append(count)
        if len(seen) == 40:
            raise KeyboardInterrupt

    cli.migrate(urls[1])
    with cli.reaching(urls[0]) as one, cli.reaching(urls[1]) as other:
        rows.begin(other)
        with pytest.raises(KeyboardInterrupt):
            rows.copy_rows(one, other, stop)
        with other.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM copying")) > 3
    assert copy(forum, urls).exit_code == 0
    assert everything(urls[0], tmp_path) == everything(urls[1], tmp_path)


def test_a_row_that_came_over_wrong_is_named(forum, urls):
    cli.migrate(urls[1])
    with cli.reaching(urls[0]) as one, cli.reaching(urls[1]) as other:
        rows.begin(other)
        rows.copy_rows(one, other, str)
        with other.begin() as connection:
            connection.execute(update(Post).where(Post.id == 3).values(body="otra cosa"))
    done = copy(forum, urls)
    assert (done.exit_code, "posts: the row (3,) is another" in done.output) == (1, True)


def test_not_while_people_write(forum, urls):
    with forum.app_context(), transaction():
        maintenance.end()
    done = copy(forum, urls)
    assert (done.exit_code, "maintenance on" in done.output) == (1, True)


def test_not_over_another_community(forum, urls, tmp_path):
    assert copy(forum, urls).exit_code == 0
    done = copy(forum, urls)
    assert (done.exit_code, "holds a community already" in done.output) == (1, True)


@pytest.mark.parametrize("wrong", ["mysql://x/y", "postgres"])
def test_an_address_that_is_none(forum, urls, wrong):
    assert copy(forum, (urls[0], wrong)).exit_code == 2
