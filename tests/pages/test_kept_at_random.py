"""Whatever is done, and by whichever process: nobody is shown a page that is older than it, or another's."""

import random

import pytest

from tests.databases import Postgres
from tests.pages.processes import processes_of
from tests.pages.whole import Forum
from tests.soak import TIMES

LEAST = 30  # of the acts that are tried
PARTS = 2  # of all that can be done, one on each database: what a page lives by is the same on both


@pytest.mark.parametrize("seed", range(TIMES))
def test_no_page_is_older_than_what_was_done_or_another_s(server, writer, database, seed):
    part = (seed + isinstance(database, Postgres)) % PARTS
    with processes_of(server) as processes:
        forum = Forum(writer, processes, random.Random(f"{seed} {part}"))
        did = [*forum.everything(part, PARTS)]
    assert len(did) > LEAST
