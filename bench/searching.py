"""The search page, by kind of query. One reader at a time; the limit on searches is off for this one."""

import http.client
import json
import time
from pathlib import Path
from urllib.parse import quote_plus

from bench.community import command
from bench.figures import Figure, figure, percentile
from bench.plan import Plan
from bench.servers import forum

SLOWEST = 120.0  # milliseconds that 95 of 100 searches may take, with Whoosh


def searching(folder: Path, plan: Plan) -> list[Figure]:
    """Milliseconds of the whole page: half of the searches take no longer, and 95 of 100."""
    kinds: dict[str, list[str]] = json.loads(command(folder, "bench.words"))
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    with forum(folder, FORUM_RATE_LIMITS="off") as server:
        there = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for turn in range(-1, plan.queries):
            for kind, queries in kinds.items():
                took = asked(there, queries[turn % len(queries)])
                if turn >= 0:
                    times[kind].append(took)
    every = [took for taken in times.values() for took in taken]
    return [
        *(line(f"search, {kind}", taken) for kind, taken in times.items()),
        figure("search, 95 of 100", [percentile(every, 0.95)], "ms", SLOWEST),
    ]


def line(name: str, taken: list[float]) -> Figure:
    """A kind of query: its median, between the fastest and the slowest but 5 %."""
    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    return Figure(name, p50, min(taken), p95, "ms", detail={"p95": p95})


def asked(there: http.client.HTTPConnection, query: str) -> float:
    """Milliseconds until the results' page is read. Raises RuntimeError where there is none."""
    began = time.perf_counter()
    there.request("GET", f"/search?q={quote_plus(query)}")
    answer = there.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"searching {query!r} answers {answer.status}")
    return (time.perf_counter() - began) * 1000
