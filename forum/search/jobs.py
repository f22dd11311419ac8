"""The index follows the database: a post whose `indexed_revision` is behind is to be indexed.

Safe to run twice and to stop anywhere: a post counts as indexed only once the index has committed, and only
in the revision that was read.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from flask import current_app
from sqlalchemy import bindparam, update

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.jobs import job
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.search.documents import all_posts, document_of, is_findable, posts_behind
from forum.search.engine import Document, Engine, IndexBusy, IndexMissing
from forum.search.whoosh_engine import WhooshEngine

BATCH = 50


def engine() -> Engine:
    """The engine of this application, made once a process."""
    if "search" not in current_app.extensions:
        folder = Path(current_app.config["DATA_DIR"]) / "search"
        current_app.extensions["search"] = WhooshEngine(folder)
    made: Engine = current_app.extensions["search"]
    return made


def index_changes() -> int:
    """Index what changed, in batches, until nothing is behind; gives how many posts that were."""
    done = 0
    while posts := posts_behind(BATCH):
        try:
            index_batch(posts)
        except IndexBusy:
            log.info("index busy", done=done)
            return done
        except IndexMissing:
            begin_again()
            continue
        done += len(posts)
    return done


def index_batch(posts: Sequence[Post]) -> None:
    """Bring the index up to date with these posts, then say so in the database."""
    revisions = [{"post": post.id, "seen": post.revision} for post in posts]
    documents = [document_of(post) for post in posts if is_findable(post)]
    removed = [post.id for post in posts if not is_findable(post)]
    engine().update(documents, removed)
    mark(revisions)


def mark(revisions: Sequence[dict[str, int]]) -> None:
    """These posts are indexed in the revision that was read; a newer one stays behind."""
    table = Post.__table__
    say = update(table).where(table.c.id == bindparam("post")).values(indexed_revision=bindparam("seen"))  # type: ignore[arg-type]
    with transaction():
        db.session.connection().execute(say, revisions)


def begin_again() -> None:
    """There is no index, or a broken one: an empty one, and everything is behind."""
    log.warning("index missing: beginning again")
    with transaction():
        db.session.execute(update(Post).values(indexed_revision=0))
    engine().create()


def reconcile() -> int:
    """Bring the index up to date; an index that does not hold what it should is made again."""
    try:
        engine().count()
    except IndexMissing:
        begin_again()
    return index_changes()


def rebuild(progress: Callable[[int], object] = int) -> int:
    """Build the index anew beside the old one, which serves meanwhile; gives how many posts it holds."""
    seen: list[dict[str, int]] = []
    swap = engine().rebuild(documents_noting(seen, progress))
    swap()
    for start in range(0, len(seen), 500):
        mark(seen[start : start + 500])
    index_changes()
    return engine().count()


def documents_noting(seen: list[dict[str, int]], progress: Callable[[int], object]) -> Iterator[Document]:
    """Every findable post as a document; `seen` gets the revision of each post that was read."""
    for posts in all_posts():
        seen += [{"post": post.id, "seen": post.revision} for post in posts]
        yield from [document_of(post) for post in posts if is_findable(post)]
        progress(len(posts))


index_soon = job(index_changes)
