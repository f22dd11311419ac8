"""The memory of the whole forum: supervisor, web server with two processes, worker."""

import json
import threading
from pathlib import Path

from bench.client import Target, fetch, load
from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.servers import forum

IDLE, LOADED = 400.0, 600.0  # MB
SEARCH = "/search?q=una+palabra"


def memory(folder: Path, plan: Plan) -> list[Figure]:
    """MB (proportional set size): once every process has answered, and the most while readers load it."""
    about = json.loads(command(folder, "bench.people"))
    with forum(folder, FORUM_RATE_LIMITS="off") as server:
        assert server.process
        page, search = (Target("", f"{server.url}{path}", {}) for path in (about["last"], SEARCH))
        for target in (page, search) * 4:
            fetch(target)
        idle = sizes(server.process.pid)
        loads = [threading.Thread(target=load, args=(one, plan.seconds * 2)) for one in (page, search)]
        for one in loads:
            one.start()
        most = idle
        while any(one.is_alive() for one in loads):
            most = max(most, sizes(server.process.pid), key=lambda found: sum(found.values()))
            loads[0].join(0.5)
    return [
        figure("memory, idle", [sum(idle.values())], "MB", IDLE, detail=idle),
        figure("memory, under load", [sum(most.values())], "MB", LOADED, detail=most),
    ]


def sizes(pid: int) -> dict[str, float]:
    """MB of a process and of all that it started, by command line and id."""
    found = {f"{name_of(pid)} {pid}": proportional(pid)}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found |= sizes(int(child))
    return found


def name_of(pid: int) -> str:
    """What of a command line tells one process of the forum from another."""
    words = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").split()
    return " ".join(words[1:4])


def proportional(pid: int) -> float:
    """MB of a process, what it shares with others counted in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
