"""The search page, by kind of query. One reader at a time; the limit on searches is off for this one."""

import http.client
import json
import time
from urllib.parse import quote_plus

from bench.figures import Figure, figure, percentile
from bench.plan import Plan
from bench.search.places import Place
from bench.search.speed import by_kind
from bench.servers import forum

SLOWEST = {"whoosh": 120.0, "postgres": 80.0}  # milliseconds that 95 of 100 pages may take
RELAXED = {"whoosh": 250.0, "postgres": 80.0}  # where no post has all the words
LOOSE = "most of the words"


def pages(there: Place, plan: Plan) -> list[Figure]:
    """Milliseconds of the whole page: 50, 95 and 99 of 100 take no longer."""
    kinds: dict[str, list[str]] = json.loads(there.command("bench.words"))
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    with forum(there.folder, FORUM_RATE_LIMITS="off", **there.settings) as server:
        reader = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for turn in range(-1, plan.queries):
            for kind, queries in kinds.items():
                took = asked(reader, queries[turn % len(queries)])
                if turn >= 0:
                    times[kind].append(took)
    loose = times.pop(LOOSE)
    every = [took for taken in times.values() for took in taken]
    name = f"{there.engine}: search page"
    return [
        *(by_kind(f"{name}, {kind}", taken, None) for kind, taken in times.items()),
        by_kind(f"{name}, {LOOSE}", loose, RELAXED[there.engine]),
        figure(f"{name}, 95 of 100", [percentile(every, 0.95)], "ms", SLOWEST[there.engine]),
    ]


def asked(reader: http.client.HTTPConnection, query: str) -> float:
    """Milliseconds until the results' page is read. Raises RuntimeError where there is none."""
    began = time.perf_counter()
    reader.request("GET", f"/search?q={quote_plus(query)}")
    answer = reader.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"searching {query!r} answers {answer.status}")
    return (time.perf_counter() - began) * 1000
