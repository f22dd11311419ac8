"""The index follows the database: a post whose `indexed_revision` is behind is to be indexed.

Safe to run twice and to stop anywhere: one process at a time reads posts, commits them to the index and then
says so in the database, and only of those that nobody changed meanwhile.
"""

from forum.search.jobs.batches import index_batch
from forum.search.jobs.chosen import caught_up, engine
from forum.search.jobs.following import index_changes, index_soon
from forum.search.jobs.marking import Seen, mark, seen_of
from forum.search.jobs.rebuilding import rebuild
from forum.search.jobs.reconciling import reconcile
from forum.search.jobs.telling import Rebuilding, rebuild_under_way

__all__ = [
    "Rebuilding",
    "Seen",
    "caught_up",
    "engine",
    "index_batch",
    "index_changes",
    "index_soon",
    "mark",
    "rebuild",
    "rebuild_under_way",
    "reconcile",
    "seen_of",
]
