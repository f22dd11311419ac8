"""Indexing what changed, as the worker does, and comparing index and database."""

from forum.extensions import db
from forum.lib.jobs import job
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.search.documents import fall_behind_by_id, findable_ids
from forum.search.engine import IndexBusy, IndexMissing
from forum.search.jobs.batches import BATCH, index_batch
from forum.search.jobs.chosen import caught_up, engine
from forum.search.jobs.rebuilding import rebuild
from forum.search.signals import posts_indexed


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
    caught_up().parent.mkdir(mode=0o700, exist_ok=True)
    caught_up().touch()
    if done:
        posts_indexed.send(None)
    return done


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


index_soon = job(index_changes)
