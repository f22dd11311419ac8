"""The index follows the database: a post whose `indexed_revision` is behind is to be indexed.

Safe to run twice and to stop anywhere: one process at a time reads posts, commits them to the index and then
says so in the database, and only of those that nobody changed meanwhile.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import bindparam, update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.jobs import job
from forum.lib.locks import hold_free
from forum.lib.logs import log
from forum.lib.tables import table_of
from forum.lib.transactions import transaction
from forum.search.documents import (
    all_posts,
    document_of,
    fall_behind_by_id,
    findable_ids,
    is_findable,
    posts_behind,
)
from forum.search.engine import Document, Engine, IndexBusy, IndexMissing
from forum.search.postgres_engine import PostgresEngine
from forum.search.signals import posts_indexed
from forum.search.whoosh_engine import WhooshEngine

BATCH = 50
CHUNK = 500


@dataclass(frozen=True)
class Seen:
    """A post as it was read: which revision, and what it was marked with."""

    post_id: int
    revision: int
    marked: int


def engine() -> Engine:
    """The engine of this application, made once a process."""
    if "search" not in current_app.extensions:
        postgres = current_app.config["SEARCH"] == "postgres"
        folder = Path(current_app.config["DATA_DIR"]) / "search"
        current_app.extensions["search"] = PostgresEngine() if postgres else WhooshEngine(folder)
    made: Engine = current_app.extensions["search"]
    return made


def index_changes(limit: int = BATCH) -> int:
    """Index what changed, `limit` posts at a time, until nothing is behind; gives how many that were.

    An index that is lost or broken is made again. Does nothing while somebody else is at it.
    """
    try:
        if not engine().is_sound():
            rebuild()
        done = 0
        while count := index_batch(limit):
            done += count
    except (IndexBusy, IndexMissing) as other:
        log.info("index left to others", reason=type(other).__name__)
        return 0
    if done:
        posts_indexed.send(None)
    return done


def index_batch(limit: int) -> int:
    """Index some of the posts that are behind, then say so in the database; gives how many."""
    db.session.rollback()
    with engine().alone():
        posts = posts_behind(limit)
        seen = [seen_of(post) for post in posts]
        documents = [document_of(post) for post in posts if is_findable(post)]
        removed = [post.id for post in posts if not is_findable(post)]
        db.session.rollback()
        if posts:
            engine().update(documents, removed)
            mark(seen)
    return len(posts)


def seen_of(post: Post) -> Seen:
    return Seen(post.id, post.revision, post.indexed_revision)


def mark(seen: Sequence[Seen]) -> None:
    """These posts are indexed as they were read; those that changed meanwhile, or do now, stay behind."""
    table = table_of(Post)
    say = (
        update(table)
        .where(table.c.id == bindparam("post"), table.c.indexed_revision == bindparam("marked"))
        .values(indexed_revision=bindparam("seen"))
    )
    for start in range(0, len(seen), CHUNK):
        chunk = {one.post_id: one for one in seen[start : start + CHUNK]}
        with transaction():
            free = sorted(hold_free(Post, chunk.keys()))
            rows = [{"post": id, "seen": chunk[id].revision, "marked": chunk[id].marked} for id in free]
            if rows:
                db.session.connection().execute(say, rows)


def reconcile() -> int:
    """Compare the index with the database, post by post, and put it right; gives how many were indexed.

    Raises IndexBusy.
    """
    if not engine().is_sound():
        return rebuild()
    with engine().alone():
        held = set(engine().post_ids())
        db.session.rollback()
        findable = dict(findable_ids())
        missing = [post_id for post_id, done in findable.items() if done and post_id not in held]
        with transaction(alone=True):
            fall_behind_by_id(missing)
        engine().update((), held - findable.keys())
    return index_changes()


def rebuild(progress: Callable[[int], object] = int) -> int:
    """Build the index anew beside the old one, which serves meanwhile; gives how many posts it holds.

    `progress` hears of each chunk how many posts it had. Raises IndexBusy.
    """
    seen: list[Seen] = []
    missed: set[int] = set()

    def forget(post_ids: Sequence[int]) -> None:
        missed.update(post_ids)
        with transaction(alone=True):
            fall_behind_by_id(missed)

    engine().rebuild(documents_noting(seen, progress), forget)
    mark([one for one in seen if one.post_id not in missed and one.marked != one.revision])
    while index_batch(BATCH):
        pass
    return engine().count()


def documents_noting(seen: list[Seen], progress: Callable[[int], object]) -> Iterator[Document]:
    """Every findable post as a document; `seen` gets each post that was read."""
    for posts in all_posts():
        seen += [seen_of(post) for post in posts]
        yield from [document_of(post) for post in posts if is_findable(post)]
        progress(len(posts))


index_soon = job(index_changes)
