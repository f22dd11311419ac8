"""Run on its own over a data folder: what pages and acts cost beside known things, each round, as JSON."""

import json
import os
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from flask import Flask

from bench.bare import create_app as create_bare
from bench.guard.calls import calls_of
from bench.people import described
from bench.plain import create_app as create_plain
from bench.replies import Member, costs, taken, text_of
from bench.words import common_word
from config import read_settings
from forum.app import create_app
from forum.lib.markdown import render

Act = Callable[[], object]
Costs = dict[str, list[float]]
RENDERING, FLASK, LOGIN = "rendering", "bare Flask", "Flask-Login"
KEPT, SHARED = "kept page, guest", "kept page, signed in"
TIMES = {RENDERING: 3, LOGIN: 20, FLASK: 100, KEPT: 500, SHARED: 20}  # what is too short to be timed once
WARMING = 2


def measured(rounds: int) -> Costs:
    """Each cost by its name."""
    anew = create_app(read_settings({**os.environ, "FORUM_PAGE_CACHE": "0"}))
    kept = create_app()
    about = described(anew)
    with anew.app_context():
        word = common_word()
    paths = {**about["pages"], "search": f"/search?q={quote_plus(word)}"}
    guest, member = Member(anew, ""), Member(anew, about["cookies"][0])
    for path in paths.values():
        member.ask(member.request(path))
    asked = {f"{name}, guest": visit(guest, path) for name, path in paths.items()}
    asked |= {f"{name}, signed in": visit(member, path) for name, path in paths.items()}
    page = member.ask(member.request(paths["first"]))[1].encode()
    acts = {
        **asked,
        KEPT: straight(kept, guest.request(paths["first"])),
        SHARED: visit(Member(kept, member.cookie), paths["first"]),
        FLASK: straight(create_plain({"page": page}), guest.request("/page")),
        LOGIN: signed_in(page),
        RENDERING: rendering(),
    }
    beside = {name: LOGIN if name.endswith("signed in") else RENDERING for name in asked}
    found = in_turns(acts, {**beside, KEPT: FLASK, SHARED: LOGIN}, rounds)
    replies = [one["request"] / one["render"] for one in costs(anew, rounds)]
    calls = {f"{name}, thousands of calls": [calls_of(act) / 1000] for name, act in asked.items()}
    return {**found, "reply / rendering": replies, **calls}


def in_turns(acts: dict[str, Act], beside: dict[str, str], rounds: int) -> Costs:
    """How many times what it is compared with each act costs, round by round."""
    taken_by = [{name: time_of(name, act) for name, act in acts.items()} for _ in range(WARMING + rounds)]
    return {
        f"{name} / {other}": [times[name] / times[other] for times in taken_by[WARMING:]]
        for name, other in beside.items()
    }


def time_of(name: str, act: Act) -> float:
    """Milliseconds of the processor for the act once."""
    times = TIMES.get(name, 1)

    def repeated() -> None:
        for _ in range(times):
            act()

    return taken(repeated) / times


def visit(who: Member, path: str) -> Act:
    """Asking for a page. Raises RuntimeError unless it is there."""
    environ = who.request(path)

    def asked() -> None:
        status = who.ask(environ)[0]
        if not status.startswith("200"):
            raise RuntimeError(f"{path} answers {status}")

    return asked


def straight(app: Flask, environ: dict[str, Any]) -> Act:
    """Calling an application with nothing of ours between. Raises RuntimeError unless it answers 200."""

    def start(status: str, headers: object, failure: object = None, /) -> Callable[[bytes], object]:
        if not status.startswith("200"):
            raise RuntimeError(f"{environ['PATH_INFO']} answers {status}")
        return list

    return lambda: list(app(dict(environ), start))


def signed_in(page: bytes) -> Act:
    """Asking bare Flask for the same bytes, signed in with Flask-Login."""
    who = Member(create_bare({"page": page}), "")
    who.ask(who.request("/sign-in"))
    return visit(who, "/page")


def rendering() -> Act:
    """Rendering and sanitising a text of a hundred words."""
    text = text_of(0)
    return lambda: render(text)


if __name__ == "__main__":
    json.dump(measured(int(sys.argv[1])), sys.stdout)
