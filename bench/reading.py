"""Reading a thread: a guest against nginx and Flask, a member against Flask-Login, with the same bytes."""

import json
import random
import re
import time
import urllib.request
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from bench.client import Load, Target, fetch, in_turns, load, ratios
from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.servers import bare, forum, nginx
from bench.writers import Writers
from tests.servers import Server

PAGES = 100
WRITTEN = 2.0  # seconds after which the log has the lines of all that was answered


def reading(folder: Path, plan: Plan) -> list[Figure]:
    """Pages a second of all five, in turns, and the ratios."""
    about = json.loads(command(folder, "bench.people"))
    with forum(folder) as server:
        guest = Target("guest", f"{server.url}{about['first']}", {})
        member = signed_in(f"{server.url}{about['first']}", about["cookies"][0])
        writers = Writers(server.port, about["cookies"][1:], about["other"], about["other replies"])
        with (
            nginx(folder, fetch(guest)) as disk,
            bare(folder, {"page": fetch(guest)}, "plain") as flask,
            bare(folder, {"page": fetch(member)}) as logins,
        ):
            static, plain = Target("nginx", disk, {}), Target("bare Flask", f"{flask}page", {})
            login = signed_in(f"{logins}page", session_from(f"{logins}sign-in"), "Flask-Login")
            targets = [guest, static, plain, member, login]
            loads = dict(zip(targets, in_turns(targets, plan.rounds, plan.seconds), strict=True))
        calm, busy = beside_writers(guest, writers, plan)
        users = json.loads(command(folder, "bench.users"))
        others = random.Random(1).sample(users["threads"][2:], PAGES)
        threads = kept_share(server, others, writers, plan)
        lists = kept_share(server, users["lists"], writers, plan)
    return [
        *(speed(target, loads[target]) for target in targets),
        figure("guest / nginx", ratios(loads[guest], loads[static]), "×", 0.5, at_least=True),
        figure("guest / bare Flask", ratios(loads[guest], loads[plain]), "×"),
        figure("signed in / Flask-Login", ratios(loads[member], loads[login]), "×", 0.25, at_least=True),
        figure("guest, ten replies a second elsewhere / none", ratios(busy, calm), "×", 0.9, at_least=True),
        figure("kept, of pages of other threads meanwhile", [threads], "of all", 0.9, at_least=True),
        figure("kept, of other groups, tags and the blog meanwhile", [lists], "of all", 0.9, at_least=True),
    ]


def kept_share(server: Server, paths: Sequence[str], writers: Writers, plan: Plan) -> float:
    """How many of the pages that a guest asks for, each in turn, were kept, while others reply elsewhere."""
    for path in paths:
        fetch(Target("", f"{server.url}{path}", {}))
    with writers.writing(plan.seconds):
        before, end = len(server.log()), time.monotonic() + plan.seconds
        for path in cycle(paths):
            fetch(Target("", f"{server.url}{path}", {}))
            if time.monotonic() > end:
                break
    time.sleep(WRITTEN)
    lines = [line for line in server.log()[before:].splitlines() if '"method": "GET"' in line]
    return sum('"kept": true' in line for line in lines) / len(lines)


def beside_writers(page: Target, writers: Writers, plan: Plan) -> tuple[Sequence[Load], Sequence[Load]]:
    """The page asked for with nobody writing, and while others reply elsewhere, in turns."""
    calm, busy = [], []
    for _ in range(plan.rounds):
        calm.append(load(page, plan.seconds))
        with writers.writing(plan.seconds):
            busy.append(load(page, plan.seconds))
    return calm, busy


def speed(target: Target, loads: Sequence[Load]) -> Figure:
    """Pages a second, with the usual time of one in the details."""
    usual = figure("", [one.p50 for one in loads], "ms").value
    return figure(
        f"thread page, {target.name}", [one.rate for one in loads], "pages/s", detail={"p50_ms": usual}
    )


def signed_in(url: str, cookie: str, name: str = "signed in") -> Target:
    """A page for somebody signed in, who has been there before: the session is complete."""
    cookie = cookie_after(url, cookie) or cookie
    return Target(name, url, {"Cookie": cookie})


def session_from(url: str) -> str:
    """The session cookie that a page sets."""
    return cookie_after(url, "") or ""


def cookie_after(url: str, cookie: str) -> str | None:
    """The session cookie that a page gives to whoever comes with `cookie`; None if it gives none."""
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    opener = urllib.request.build_opener(Unmoved)
    with opener.open(request, timeout=60) as answer:
        found = re.search(r"session=[^;]+", " ".join(answer.headers.get_all("Set-Cookie", [])))
    return found[0] if found else None


class Unmoved(urllib.request.HTTPRedirectHandler):
    """Redirects are answers like any other."""

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]
        return fp
