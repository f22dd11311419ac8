"""Reading a thread: a guest against nginx, a member against bare Flask, each with the same bytes."""

import json
import re
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from bench.client import Load, Target, fetch, in_turns, ratios
from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.servers import bare, forum, nginx


def reading(folder: Path, plan: Plan) -> list[Figure]:
    """Pages a second of all four, in turns, and the two ratios."""
    about = json.loads(command(folder, "bench.people"))
    with forum(folder) as server:
        guest = Target("guest", f"{server.url}{about['first']}", {})
        member = signed_in(f"{server.url}{about['first']}", about["cookies"][0])
        with nginx(folder, fetch(guest)) as disk, bare(folder, fetch(member)) as flask:
            static = Target("nginx", disk, {})
            plain = signed_in(f"{flask}page", session_from(f"{flask}sign-in"), "bare Flask")
            targets = [guest, static, member, plain]
            loads = dict(zip(targets, in_turns(targets, plan.rounds, plan.seconds), strict=True))
    return [
        *(speed(target, loads[target]) for target in targets),
        figure("guest / nginx", ratios(loads[guest], loads[static]), "×", 0.5, at_least=True),
        figure("signed in / bare Flask", ratios(loads[member], loads[plain]), "×", 0.25, at_least=True),
    ]


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
