"""What `check` compares of the index."""

import contextlib
from collections.abc import Iterator, Sequence

from forum.lib.checks import Check, Problem
from forum.search.documents import count_behind, count_findable
from forum.search.engine import IndexBusy, IndexMissing
from forum.search.jobs import engine, reconcile


def wrong_index() -> Iterator[Problem]:
    """The index holds more or fewer posts than it should; what waits to be indexed may be in it or not."""
    try:
        held = engine().count()
    except IndexMissing:
        held = 0
    expected, behind = count_findable(), count_behind()
    if not expected - behind <= held <= expected + behind:
        waiting = f", of which {behind} wait" if behind else ""
        yield Problem(f"index ({engine().name})", "the number of its posts", held, f"{expected}{waiting}")


def put_right(ids: Sequence[int]) -> None:
    """Compare the index with the database post by post, unless somebody else is at it."""
    with contextlib.suppress(IndexBusy):
        reconcile()


CHECKS = [Check("index", wrong_index, put_right, apart=True)]
