"""Run on its own over a data folder: asks the engine each kind of query; milliseconds and MB, as JSON."""

import json
import os
import sys
import time

from bench.memory import proportional
from bench.words import queries
from forum.app import create_app
from forum.extensions import db
from forum.groups.queries import group_list
from forum.permissions import GUEST
from forum.search.engine import Search
from forum.search.jobs import engine
from forum.search.query import parse
from forum.search.resolving import Reader, scope_of, understood


def asked(turns: int) -> dict[str, object]:
    """Kinds take turns, each query as the search page asks it; the first turn warms and does not count."""
    kinds = queries()
    groups = group_list(GUEST)
    reader, scope = Reader(groups), scope_of(groups)
    trees = {kind: [understood(parse(text), reader)[0] for text in texts] for kind, texts in kinds.items()}
    before = proportional(os.getpid())
    size = engine().size() / 1e6
    engine().count()
    opened = proportional(os.getpid()) - before
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for turn in range(-1, turns):
        for kind, some in trees.items():
            search = Search(some[turn % len(some)], scope, relax=True, threads=True)
            began = time.perf_counter()
            engine().search(search)
            took = (time.perf_counter() - began) * 1000
            db.session.rollback()
            if turn >= 0:
                times[kind].append(took)
    return {"times": times, "size": size, "opened": opened, "whole": proportional(os.getpid())}


if __name__ == "__main__":
    app = create_app()
    with app.app_context():
        json.dump(asked(int(sys.argv[1])), sys.stdout)
