"""Neither pages nor searches, forms or acts read much of a large table, as the database plans by itself."""

from collections import deque
from collections.abc import Callable, Iterator
from contextvars import Context
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.schema import CreateIndex, DropIndex

from bench.growth import client_of, level
from bench.pages import hot_pages, person_with
from bench.plans import LARGE as ALL_LARGE
from bench.years import leave_behind
from forum.accounts.models import User
from forum.app import create_app
from forum.audit.models import AuditRow
from forum.debates.models import Post, Subscription
from forum.extensions import db
from forum.lib.transactions import transaction
from forum.moderation.models import Case
from forum.notifications.models import Notification
from forum.operations.seed.load import fill
from forum.operations.seed.size import Size
from forum.operations.seed.tables import go_on_from
from forum.operations.seed.texts import make_words
from forum.search.jobs import rebuild
from forum.search.jobs.batches import index_batch
from forum.search.postgres_engine.table import DOCUMENTS
from tests.conftest import let_go, without_maintenance
from tests.databases import Database, Postgres, settings_for
from tests.performance.asked import Asked, everything
from tests.performance.planned import MOST, planned

pytestmark = pytest.mark.long

# SQLite has no figures of its tables and plans alike whatever their size; PostgreSQL chooses by them.
SMALL, LARGE = Size(200, 400, 1_000, 100), Size(4_000, 6_000, 30_000, 900)
INDEXED = 1_000  # posts that are indexed as they are; the others have the words of these
NEWS = 5  # that each person was told of
NEWS_COLUMNS = ("kind", "thread_id", "first", "last", "created", "at", "read", "to_mail")
BY_DESIGN = {  # what reads a table whole, on either database, and why
    "posts": {"form, state of the index": "it counts what the index ought to hold, for an administrator"},
    "threads": {
        "form, state of the index": "the same",
        "act, look for a thread to merge into": "titles with a word anywhere in them, for a moderator",
        "search, followed": "the member follows a fifth of all threads here",
        "search, by activity": "each post that is found is ordered by its thread",
        "search, by replies": "the same",
    },
    "users": {
        "search, of an organisation": "people write their organisations as they like: all are compared",
        "form, group's people": "a hundred of a large group come sooner by walking along everybody's names",
    },
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Database], Flask]]:
    """Gives the application of a community in a column, made once."""
    made: dict[Database, tuple[Flask, str]] = {}

    def give(database: Database) -> Flask:
        if database not in made:
            url, folder = database.fresh(), tmp_path_factory.mktemp("planned")
            made[database] = forum_of(url, folder, large=isinstance(database, Postgres)), url
        return made[database][0]

    yield give
    for database, (app, url) in made.items():
        let_go(app)
        database.drop(url)


def forum_of(url: str, folder: Path, *, large: bool) -> Flask:
    """A community with its index and what years leave behind."""
    app = without_maintenance(create_app(settings_for(folder, FORUM_DATABASE_URL=url), testing=True))
    app.config["WTF_CSRF_ENABLED"] = False
    size = LARGE if large else SMALL
    with app.app_context():
        words = make_words(SMALL.posts, None, Random(1), int)
        with transaction():
            deque(fill(size, words, Random(1), (), int), maxlen=0)
        member = person_with("member")
        leave_behind(member, person_with("moderator", "admin"))
        level(member)
        with transaction():
            go_on_from(Case, AuditRow)
        if large:
            index_batch(INDEXED)
            enlarge(member)
        else:
            rebuild()
        db.session.remove()
    return app


def enlarge(member: int) -> None:
    """Index the other posts as if they said what the first ones do, tell others of news, and count it all."""
    with transaction():
        for index in DOCUMENTS.indexes:
            db.session.execute(DropIndex(index))
        db.session.execute(text("ANALYZE"))
        db.session.execute(text(OTHER_DOCUMENTS))
        for index in DOCUMENTS.indexes:
            db.session.execute(CreateIndex(index))
        db.session.execute(update(Post).values(indexed_revision=Post.revision))
        tell_others(member)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))


OTHER_DOCUMENTS = """
    INSERT INTO search_documents (post_id, thread_id, group_id, length, created, day, format, opening, picked,
        kind, language, author, tags, vector)
    SELECT posts.id, threads.id, coalesce(threads.group_id, 0), known.length, posts.created,
        posts.created::date, known.format, posts.number = 1, posts.picked, threads.kind, posts.language,
        'u' || posts.author_id, array(SELECT tag_id::text FROM thread_tags WHERE thread_id = threads.id),
        known.vector
    FROM posts JOIN threads ON threads.id = posts.thread_id
    JOIN (SELECT *, row_number() OVER () - 1 AS place, count(*) OVER () AS many FROM search_documents) known
        ON known.place = posts.id % known.many
    ON CONFLICT DO NOTHING
"""


def tell_others(member: int) -> None:
    """Tell the others a few of the member's news, whose threads they follow: else all are the member's."""
    first = select(Notification).order_by(Notification.id).limit(NEWS).subquery()
    told = [first.c[name] for name in NEWS_COLUMNS]
    news = select(User.id, *told).join_from(User, first, User.id != member)
    db.session.execute(insert(Notification).from_select(["user_id", *NEWS_COLUMNS], news))
    follow = select(User.id, first.c.thread_id, first.c.created).join_from(User, first, User.id != member)
    db.session.execute(insert(Subscription).from_select(["user_id", "thread_id", "created"], follow))


def asked_now() -> Iterator[tuple[str, Asked]]:
    """Pages, searches, forms and acts by name, to be asked in turn."""
    for name, page in hot_pages().items():
        yield name, Asked(page.path, page.person)
    yield from everything()


def ask(app: Flask, asked: Asked) -> int:
    """Ask for it as a request that sees nothing of ours; gives its status."""
    client = client_of(app, asked.person)
    method = "GET" if asked.form is None else "POST"
    return Context().run(client.open, asked.path, method=method, data=asked.form).status_code


def read_much(app: Flask, name: str, asked: Asked) -> list[str]:
    """The large tables of which what is asked reads much though it may not, each with its statement.

    And how it was answered, if it did not do what it is for.
    """
    with planned(db.engine) as found:
        status = ask(app, asked)
    failed = [] if status == asked.status else [f"{name} answers {status}"]
    return failed + [
        f"{name}: {one}" for one in found if name not in BY_DESIGN.get(one.partition(":")[0], ())
    ]


def test_nothing_that_is_asked_reads_much_of_a_large_table(
    database: Database, seeded: Callable[[Database], Flask]
):
    app = seeded(database)
    with app.app_context():
        found = [one for name, asked in asked_now() for one in read_much(app, name, asked)]
    assert found == []


@pytest.mark.postgres
def test_the_community_is_so_large_that_reading_a_table_whole_is_much(
    postgres: Postgres, seeded: Callable[[Database], Flask]
):
    with seeded(postgres).app_context():
        rows = {name: db.session.scalar(select(func.count()).select_from(text(name))) for name in ALL_LARGE}
    assert {name: many for name, many in rows.items() if many < 2 * MOST} == {}


def read_without(app: Flask, index: str, name: str) -> list[str]:
    """What a page reads much of while an index is gone."""
    with app.app_context():
        (gone,) = (one for table in db.metadata.tables.values() for one in table.indexes if one.name == index)
        page = hot_pages()[name]
        with transaction():
            db.session.execute(DropIndex(gone))
        try:
            return read_much(app, name, Asked(page.path, page.person))
        finally:
            with transaction():
                db.session.execute(CreateIndex(gone))


def test_a_page_whose_index_is_gone_is_found(database: Database, seeded: Callable[[Database], Flask]):
    (found,) = read_without(seeded(database), "ix_users_sort_key", "people")
    assert found.startswith("people: users: SELECT ")


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("index", "page", "table"),
    [("ix_posts_author_id", "person, replies", "posts"), ("ix_threads_list", "debates", "threads")],
)
def test_so_is_one_that_sorts_what_another_index_gives(
    postgres: Postgres, seeded: Callable[[Database], Flask], index: str, page: str, table: str
):
    found = read_without(seeded(postgres), index, page)
    assert any(one.startswith(f"{page}: {table}: ") for one in found)
