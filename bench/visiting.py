"""The pages that most is asked of, for a guest and signed in, each beside bare Flask with the same bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote_plus

from bench.client import Target, fetch, in_turns, ratios
from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.reading import session_from, signed_in
from bench.servers import bare, forum

SECONDS = 1  # a round


def visiting(folder: Path, plan: Plan) -> list[Figure]:
    """How many of bare Flask's pages one of ours is worth: with Flask-Login for who is signed in."""
    about = json.loads(command(folder, "bench.people"))
    word = json.loads(command(folder, "bench.words"))["a common word"][0]
    paths = {**about["pages"], "search": f"/search?q={quote_plus(word)}"}
    with forum(folder, FORUM_RATE_LIMITS="off") as server:
        guests = {name: Target(name, f"{server.url}{path}", {}) for name, path in paths.items()}
        members = {name: signed_in(page.url, about["cookies"][0], name) for name, page in guests.items()}
        with bare(folder, bytes_of(guests), "plain") as plain, bare(folder, bytes_of(members)) as logins:
            session = {"Cookie": session_from(f"{logins}sign-in")}
            beside = [Target(name, f"{plain}{name}", {}) for name in guests]
            beside_members = [Target(name, f"{logins}{name}", session) for name in members]
            return [
                *compared("{}, guest / bare Flask", guests, beside, plan),
                *compared("{}, signed in / Flask-Login", members, beside_members, plan),
            ]


def bytes_of(targets: Mapping[str, Target]) -> dict[str, bytes]:
    """What each of these pages is."""
    return {name: fetch(target) for name, target in targets.items()}


def compared(title: str, ours: Mapping[str, Target], theirs: list[Target], plan: Plan) -> list[Figure]:
    """The ratio of each pair, loaded in turns, with the rate of ours in the details."""
    found = []
    for (name, mine), other in zip(ours.items(), theirs, strict=True):
        mine_loads, other_loads = in_turns([mine, other], plan.rounds, SECONDS)
        rate = figure("", [one.rate for one in mine_loads], "pages/s").value
        shares = ratios(mine_loads, other_loads)
        found.append(figure(title.format(name), shares, "×", detail={"pages_per_second": rate}))
    return found
