"""Run on its own over a data folder: the statements and steps of each page that much is asked of, as JSON."""

import json
import os
import sys
from contextvars import Context
from dataclasses import dataclass
from math import inf
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete, insert, select, update

from bench.pages import Page, hot_pages, person_with
from bench.plans import read_whole
from bench.work import Work, watched
from bench.years import leave_behind
from config import read_settings
from forum.accounts.models import User
from forum.app import create_app
from forum.debates.models import ReadingPosition, Thread
from forum.extensions import db
from forum.lib import maintenance
from forum.lib.transactions import transaction

PINNED, UNREAD = 2, 40  # threads


@dataclass(frozen=True)
class Cost:
    """What the database does for a page; `whole` are the large tables that it reads from end to end."""

    statements: int
    steps: int
    whole: list[str]


def work_of(app: Flask, engine: Engine, page: Page) -> Work:
    """The work of the page when it is asked for a second time: the first visit notes what was read."""
    client = client_of(app, page.person)
    visit(client, page)
    with watched(engine) as work:
        visit(client, page)
    return work


def client_of(app: Flask, person: int | None) -> FlaskClient:
    """The browser of the person with this id, signed in; of a guest for None."""
    client = app.test_client()
    if person is not None:
        token = db.session.get_one(User, person).session_token
        with client.session_transaction() as session:
            session.update(_user_id=token, _fresh=True)
    db.session.rollback()
    return client


def visit(client: FlaskClient, page: Page) -> None:
    """Ask for the page, as a request that sees nothing of ours. Raises RuntimeError unless it is there."""
    answer = Context().run(client.get, page.path)
    if answer.status_code != 200:
        raise RuntimeError(f"{page.path} answers {answer.status_code}")


def asked_each_time(work: Work) -> list[tuple[str, Any]]:
    """The page's own statements: whether the site is under maintenance is asked now and then, not by each."""
    return [(statement, bound) for statement, bound in work.statements if "FROM maintenance" not in statement]


def level(member: int) -> None:
    """Make pages of two communities show as much: two pinned threads, and a list of things unread."""
    kept = select(Thread.id).where(Thread.pinned).order_by(Thread.id).limit(PINNED)
    newest = select(Thread.id).where(Thread.kind == "debate").order_by(Thread.id.desc()).limit(UNREAD)
    rows = [{"user_id": member, "thread_id": id, "number": 0} for id in db.session.scalars(newest).all()]
    with transaction():
        db.session.execute(update(Thread).where(Thread.id.not_in(kept)).values(pinned=False))
        db.session.execute(delete(ReadingPosition).where(ReadingPosition.user_id == member))
        db.session.execute(insert(ReadingPosition), rows)


def costs(app: Flask) -> dict[str, Cost]:
    """What each page costs, by name. That a process asks each second about maintenance is left out."""
    app.extensions[maintenance.KEY] = (inf, None)
    with app.app_context():
        member = person_with("member")
        leave_behind(member, person_with("moderator", "admin"))
        level(member)
        pages, engine = hot_pages(), db.engine
        works = {name: work_of(app, engine, page) for name, page in pages.items()}
        return {
            name: Cost(len(asked_each_time(work)), work.steps, read_whole(engine, work.statements))
            for name, work in works.items()
        }


if __name__ == "__main__":
    found = costs(create_app(read_settings({**os.environ, "FORUM_PAGE_CACHE": "0"})))
    json.dump({name: vars(cost) for name, cost in found.items()}, sys.stdout)
