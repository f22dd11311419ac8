"""Replies and flags by HTTP as fast as they come, beside commits of SQLite alone."""

import json
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from bench.client import CONNECTIONS
from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.replies import text_of
from bench.servers import forum
from bench.writers import PATIENCE, Writers, send

COMMITS = 500  # a round
Act = Callable[[], object]


def acting(folder: Path, plan: Plan) -> list[Figure]:
    """Acts a second, in turns, and how many commits of a row one of each is worth."""
    about = json.loads(command(folder, "bench.people"))
    replies, flags, commits = [], [], []
    with forum(folder, FORUM_RATE_LIMITS="off") as server:
        writers = Writers(server.port, about["cookies"], about["last"], about["replies"])
        flagged = list(zip(about["posts"], about["cookies"] * len(about["posts"]), strict=False))
        for turn in range(plan.rounds):
            numbers = range(turn * plan.texts, (turn + 1) * plan.texts)
            ready = [partial(writers.send, writers.form(number)) for number in numbers]
            replies.append(rate(ready))
            flags.append(rate([flag(server.port, *flagged[number]) for number in numbers]))
            commits.append(bare_commits(folder))
    return [
        figure("replies, by eight at once", replies, "a second"),
        figure("flags, by eight at once", flags, "a second"),
        figure("commits of SQLite alone, a row each", commits, "a second"),
        figure("replies / commits", shares(replies, commits), "×"),
        figure("flags / commits", shares(flags, commits), "×"),
    ]


def shares(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """How many of theirs one of ours is worth, round by round."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def rate(acts: Sequence[Act]) -> float:
    """Acts a second, done by as many at once as there are connections. Raises what one of them raised."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as senders:
        for done in [senders.submit(act) for act in acts]:
            done.result()
    return len(acts) / (time.perf_counter() - began)


def flag(port: int, post: int, cookie: str) -> Act:
    """The flag of a post by a member, filled in before the clock runs."""
    path = f"/posts/{post}/flags"
    with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as there:
        there.request("GET", path, headers={"Cookie": cookie})
        answer = there.getresponse()
        page = answer.read().decode()
    session = re.search(r"session=[^;]+", answer.headers.get("Set-Cookie", ""))
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    if token is None:
        raise RuntimeError(f"{path} answers {answer.status} without a form")
    form = {"csrf_token": token[1], "reason": "spam", "note": ""}
    return partial(send, port, path, session[0] if session else cookie, form)


def bare_commits(folder: Path) -> float:
    """Commits a second of one connection with the forum's pragmas, each of a row with a reply's text."""
    with closing(sqlite3.connect(folder / "commits.db", isolation_level=None)) as there:
        there.execute("PRAGMA journal_mode=WAL")
        there.execute("PRAGMA synchronous=FULL")
        there.execute("CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, body TEXT)")
        began = time.perf_counter()
        for number in range(COMMITS):
            there.execute("INSERT INTO texts (body) VALUES (?)", (text_of(number),))
        return COMMITS / (time.perf_counter() - began)
