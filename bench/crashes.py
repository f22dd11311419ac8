"""`python -m bench.crashes --rounds 50`: processes are killed while people write and read.

What was acknowledged must be there afterwards, once, with the digest of what was sent; and the forum must be
back soon. The supervisor has nobody over it here: what systemd does when it is killed, this program does.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import click

from bench.community import Size, command, lent
from bench.figures import Figure, figure
from bench.writers import Writers
from forum.operations.serve import children
from tests.servers import Server

SIZE = Size(200, 300, 5_000, 500)
WRITERS, READERS, PROCESSES = 4, 2, 2
BACK = 2.0  # seconds until the forum is back, where the supervisor sees to it
WATCHED = 4.0  # seconds after the kill for which failures are counted to it
RESTART = 0.25  # seconds that systemd waits (deploy/tertulia.service)
PATIENCE = 60.0  # seconds
Result = TypeVar("Result")
BODIES = """
import json
from hashlib import sha256
from forum.app import create_app
from forum.debates.models import Post
from forum.extensions import db
app = create_app()
with app.app_context():
    bodies = db.session.scalars(db.select(Post.body))
    print(json.dumps([sha256(body.encode()).hexdigest() for body in bodies]))
"""


@dataclass
class Seen:
    """What those who use the forum saw: digests of acknowledged replies, and when somebody got no answer."""

    acknowledged: list[str] = field(default_factory=list)
    failures: list[float] = field(default_factory=list)
    pages: int = 0
    troubles: list[str] = field(default_factory=list)  # what came instead of an answer
    over: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Round:
    """One kill: of whom, seconds for which somebody got no answer, and until the process was there again."""

    victim: str
    silent: float
    replaced: float


def trouble(port: int, path: str) -> str:
    """What keeps a guest from getting a page now; nothing if it comes."""
    there = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        there.request("GET", path)
        answer = there.getresponse()
        answer.read()
        return "" if answer.status == 200 else f"status {answer.status}"
    except (OSError, HTTPException) as failure:
        return repr(failure)
    finally:
        there.close()


def read(port: int, path: str, seen: Seen, pace: float) -> None:
    """Ask for a page until all is over, and note when it did not come."""
    while not seen.over.is_set():
        failure = trouble(port, path)
        if failure:
            seen.failures.append(time.monotonic())
            seen.troubles.append(f"{path}: {failure}")
        else:
            seen.pages += 1
        time.sleep(pace)


def persist(act: Callable[[], Result], seen: Seen) -> Result:
    """What an act gives, which is tried until it succeeds."""
    for tries in count():
        try:
            return act()
        except (OSError, HTTPException, RuntimeError) as failure:
            seen.troubles.append(f"{failure!r}, {tries + 1} times")
        time.sleep(0.05)
    raise AssertionError


def write(writers: Writers, numbers: Iterator[int], seen: Seen) -> None:
    """Reply until all is over. A reply without an answer is sent again as it was, as a browser does."""
    while not seen.over.is_set():
        number = next(numbers)
        ready = persist(lambda: writers.form(number, "acuse"), seen)  # noqa: B023
        persist(lambda: writers.send(ready), seen)  # noqa: B023
        seen.acknowledged.append(hashlib.sha256(ready[1]["body"].encode()).hexdigest())


def users_of(server: Server) -> dict[str, Any]:
    """Who uses a forum, and where (bench/users.py)."""
    about: dict[str, Any] = json.loads(command(server.folder, "bench.users", **server.settings))
    return about


@contextmanager
def used(server: Server) -> Iterator[Seen]:
    """People who write and read while the block runs; whatever they began is at its end afterwards."""
    about, seen = users_of(server), Seen()
    numbers = iter(count())
    threads = [threading.Thread(target=read, args=(server.port, "/health", seen, 0.02))]
    threads += [
        threading.Thread(target=read, args=(server.port, about["last"], seen, 0.05)) for _ in range(READERS)
    ]
    for at in range(WRITERS):
        writers = Writers(server.port, about["cookies"][at::WRITERS], about["last"], about["replies"])
        threads.append(threading.Thread(target=write, args=(writers, numbers, seen)))
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        seen.over.set()
        for thread in threads:
            thread.join()


def is_worker(pid: int) -> bool:
    """Whether a process is the background worker."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().endswith(b"\0worker\0")


def processes(server: Server) -> dict[str, list[int]]:
    """The processes of a running forum, by what they are."""
    assert server.process
    below = children(server.process.pid)
    parents = [pid for pid in below if not is_worker(pid)]
    return {
        "web process": [pid for parent in parents for pid in children(parent)],
        "web server": parents,
        "worker": [pid for pid in below if is_worker(pid)],
        "supervisor": [server.process.pid],
    }


def left_of(folder: Path) -> Iterator[int]:
    """The processes that work on a data folder, whoever started them."""
    mine = f"FORUM_DATA_DIR={folder}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if mine in path.read_bytes().split(b"\0"):
                yield int(path.parent.name)


def is_whole(server: Server, gone: int) -> bool:
    """Whether every process is there, and none of them is the one that was killed."""
    with suppress(FileNotFoundError):
        found = processes(server)
        numbers = {name: len(pids) for name, pids in found.items()}
        expected = {"web process": PROCESSES, "web server": 1, "worker": 1, "supervisor": 1}
        return numbers == expected and all(gone not in pids for pids in found.values())
    return False


def kill(server: Server, victim: str, chance: random.Random) -> int:
    """Kill one of the processes; gives which. With the supervisor the others end, as under systemd."""
    gone = chance.choice(processes(server)[victim])
    os.kill(gone, signal.SIGKILL)
    if victim == "supervisor":
        assert server.process
        server.process.wait()
        for pid in left_of(server.folder):
            os.kill(pid, signal.SIGKILL)
        time.sleep(RESTART)
        server.serve(PROCESSES)
    return gone


def one_round(server: Server, seen: Seen, victim: str, chance: random.Random) -> Round:
    """Kill, and see how long it is felt."""
    began = time.monotonic()
    gone = kill(server, victim, chance)
    while not is_whole(server, gone):
        if time.monotonic() - began > PATIENCE:
            raise RuntimeError(f"{victim}: not back in {PATIENCE} s\n{server.log()[-3000:]}")
        time.sleep(0.02)
    replaced, end = time.monotonic() - began, time.monotonic() + WATCHED
    while time.monotonic() < end or trouble(server.port, "/health"):
        time.sleep(0.1)
    return Round(victim, max([one - began for one in seen.failures if one > began], default=0.0), replaced)


def stored(folder: Path) -> Counter[str]:
    """How often each text is in the database, by its digest."""
    said = subprocess.run(
        [sys.executable, "-c", BODIES],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "FORUM_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return Counter(json.loads(said.stdout))


def crashes(folder: Path, rounds: int, seed: int = 1) -> tuple[list[Round], Seen]:
    """Kill one process after another. Raises RuntimeError if a reply was lost or is there twice."""
    chance, done = random.Random(seed), []
    server = Server(folder)
    server.start(PROCESSES)
    try:
        with used(server) as seen:
            for number in range(rounds):
                time.sleep(chance.uniform(0.5, 2))
                victim = ("web process", "web server", "worker", "supervisor")[number % 4]
                done.append(one_round(server, seen, victim, chance))
    finally:
        server.stop()
    there = stored(folder)
    wrong = [digest for digest in seen.acknowledged if there[digest] != 1]
    if wrong or len(set(seen.acknowledged)) != len(seen.acknowledged):
        raise RuntimeError(f"{len(wrong)} of {len(seen.acknowledged)} replies are not there once")
    return done, seen


def figures(done: list[Round], seen: Seen) -> list[Figure]:
    """What was seen, for each kind of process."""
    found = []
    for victim in dict.fromkeys(one.victim for one in done):
        mine = [one for one in done if one.victim == victim]
        goal = None if victim == "supervisor" else BACK
        found += [
            figure(f"{victim} killed, without an answer for", [one.silent for one in mine], "s", goal),
            figure(f"{victim} killed, there again after", [one.replaced for one in mine], "s"),
        ]
    return [
        *found,
        figure("replies acknowledged, each there once", [len(seen.acknowledged)], ""),
        figure("what had to be asked or sent again", [len(seen.troubles)], "times"),
        figure("pages read", [seen.pages], ""),
    ]


@click.command()
@click.option("--rounds", default=50, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Of the random choices.")
def main(rounds: int, seed: int) -> None:
    """Kill processes under load, and compare what was acknowledged with what is there."""
    with lent(SIZE) as folder:
        done, seen = crashes(folder, rounds, seed)
        command(folder, "forum", "search", "rebuild")
        command(folder, "forum", "check")
    for one in figures(done, seen):
        click.echo(one.line())
    click.echo("check finds nothing")


if __name__ == "__main__":
    main()
