"""Comparing the index with the database, post by post."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from forum.lib.transactions import transaction
from forum.search.documents import fall_behind_by_id, findable_ids
from forum.search.jobs.chosen import engine
from forum.search.jobs.following import index_changes
from forum.search.jobs.rebuilding import rebuild

AT_ONCE = 10_000  # posts that are read of the database


def reconcile() -> int:
    """Compare the index with the database, post by post, and put it right; gives how many were indexed.

    Raises IndexBusy.
    """
    if not engine().is_sound():
        return rebuild()
    with engine().alone():
        held = engine().post_ids()  # of the database, some at a time
        for there, findable in side_by_side(held):
            if missing := [post_id for post_id, done in findable.items() if done and post_id not in there]:
                with transaction(alone=True):
                    fall_behind_by_id(missing)
            if strangers := there - findable.keys():
                engine().update((), strangers)
    return index_changes()


def side_by_side(held: Sequence[int]) -> Iterator[tuple[set[int], Mapping[int, bool]]]:
    """What the index holds, and what it ought to hold, in the same ranges of ids."""
    start = 0
    for findable in findable_ids(AT_ONCE):
        end = bisect_right(held, max(findable)) if len(findable) == AT_ONCE else len(held)
        yield set(held[start:end]), findable
        start = end
