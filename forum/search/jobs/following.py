"""Indexing what changed, as the worker does."""

from threading import Event, Lock

from forum.lib.jobs import job
from forum.lib.logs import log
from forum.search.engine import IndexBusy, IndexMissing
from forum.search.jobs.batches import BATCH, index_batch
from forum.search.jobs.chosen import caught_up, engine
from forum.search.jobs.counting import count_what_was_left
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
    count_what_was_left()
    if done:
        posts_indexed.send(None)
    return done


def index_unless_at_it() -> None:
    """Index what changed; if another thread of this process is at it, that one looks once more instead.

    So one job at most waits while another process has the index, and the worker has threads for the rest.
    """
    _again.set()
    while _again.is_set() and _at_it.acquire(blocking=False):
        try:
            _again.clear()
            index_changes()
        finally:
            _at_it.release()


_at_it, _again = Lock(), Event()
index_soon = job(index_unless_at_it)
