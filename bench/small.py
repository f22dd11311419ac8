"""`python -m bench.small`: the whole forum in 1 GB of memory, loaded for ten minutes; does it grow?

Every process of the forum is in a control group of its own with a limit, as on a machine of that size: what
the kernel keeps of its files counts too. This needs root on Linux; who loads it runs outside.
"""

import json
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import click
from PIL import Image
from urllib3 import encode_multipart_formdata

from bench.community import Size, command, lent
from bench.figures import Figure, figure
from bench.memory import IDLE, LOADED, sizes
from bench.writers import Writers
from tests.servers import Server

SIZE = Size(200, 2_000, 50_000, 5_000)
GIGABYTE = 1024**3
PROCESSES = 2
EVERY = 10.0  # seconds between two samples
# Seconds of load before the first sample that counts: until what is kept, and what the allocator keeps of
# what was let go, has settled, which takes some 8,000 requests a process (docs/performance.md).
WARMING = 180.0
GROWTH = 1.05  # the last third of the samples against the first
PICTURE = (1600, 1200)
FIRST = ("memory.max_usage_in_bytes", "memory.failcnt", "memory.oom_control")
GROUPS = Path("/sys/fs/cgroup")


@contextmanager
def limited(pid: int, limit: int) -> Iterator[Callable[[], Mapping[str, str]]]:
    """Hold a process and all that it will start within so many bytes; gives what the kernel counted."""
    second = (GROUPS / "cgroup.controllers").exists()
    group = (GROUPS if second else GROUPS / "memory") / f"tertulia-{os.getpid()}"
    group.mkdir()
    most = "memory.max" if second else "memory.limit_in_bytes"
    (group / most).write_text(str(limit))
    (group / "cgroup.procs").write_text(str(pid))
    names = ("memory.peak", "memory.events") if second else FIRST

    def counted() -> Mapping[str, str]:
        found = {name: (group / name).read_text().replace("\n", " ").strip() for name in names}
        return {"by": f"control group, version {2 if second else 1}, {most}={limit}"} | found

    try:
        yield counted
    finally:
        group.rmdir()


class Client:
    """Somebody with a session, or a guest, who asks again and again."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie

    def ask(self, path: str, body: bytes | None = None, kind: str = "") -> int:
        """The status of an answer, read to its end."""
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": self.cookie} if self.cookie else {})
        there = HTTPConnection("127.0.0.1", self.port, timeout=120)
        if body is None:
            there.request("GET", path, headers=headers)
        else:
            there.request("POST", path, body, headers | {"Content-Type": kind})
        answer = there.getresponse()
        answer.read()
        there.close()
        return answer.status


def picture(number: int) -> bytes:
    """A photograph, unlike every other."""
    file, chance = BytesIO(), random.Random(number)
    small = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3))
    small.resize(PICTURE).save(file, "JPEG", quality=90)
    return file.getvalue()


def upload(writers: Writers, number: int) -> int:
    """The status of the answer to somebody who brings a picture."""
    cookie, form = writers.form(number)
    fields: dict[str, str | bytes | tuple[str, str | bytes, str]] = {
        "csrf_token": form["csrf_token"],
        "picture_alt": f"Una fotografía de prueba, la {number}",
        "picture": (f"foto{number}.jpg", picture(number), "image/jpeg"),
    }
    body, kind = encode_multipart_formdata(fields)
    return Client(writers.port, cookie).ask("/files", body, kind)


Act = Callable[[int], object]


def fill(about: Mapping[str, Any], port: int) -> None:
    """Ask for every page once as a guest and as a member: the cache holds from then on what it ever will."""
    for path in about["threads"]:
        Client(port).ask(path)
        Client(port, about["cookies"][-1]).ask(path)


def acts(folder: Path, about: Mapping[str, Any], port: int) -> list[tuple[float, Act]]:
    """What people do, each with the seconds between one and the next."""
    words = [word for words in json.loads(command(folder, "bench.words")).values() for word in words]
    threads: Sequence[str] = about["threads"]
    guest, chance = Client(port), random.Random(1)
    writers = Writers(port, about["cookies"][:60], about["other"], about["other replies"])

    def member(number: int) -> Client:
        return Client(port, about["cookies"][60 + number % 20])

    return [
        (0.02, lambda _: guest.ask(chance.choice(threads))),
        (0.05, lambda _: guest.ask(about["last"])),
        (0.1, lambda number: member(number).ask(chance.choice(threads))),
        (0.3, lambda number: guest.ask(f"/search?q={quote_plus(words[number % len(words)])}")),
        (0.5, lambda number: writers.send(writers.form(number, "poco"))),
        (5.0, lambda number: upload(writers, number)),
    ]


class Load:
    """People who use the forum until it is over."""

    def __init__(self, todo: Sequence[tuple[float, Act]]) -> None:
        self.over, self.answers, self.failures = threading.Event(), 0, list[str]()
        self.threads = [threading.Thread(target=self.keep, args=one) for one in todo]

    def keep(self, pace: float, act: Act) -> None:
        """Do it again and again."""
        for number in count():
            if self.over.wait(pace):
                return
            try:
                status = act(number)
                if status not in (None, 200, 201):
                    self.failures.append(f"status {status}")
            except (OSError, RuntimeError) as failure:
                self.failures.append(repr(failure))
            self.answers += 1

    @contextmanager
    def running(self) -> Iterator[None]:
        """Use it while the block runs."""
        for thread in self.threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in self.threads:
                thread.join()


def sampled(pid: int, seconds: float) -> list[float]:
    """MB of the whole forum (proportional set size), each ten seconds."""
    found, began = [], time.monotonic()
    for number in count(1):
        time.sleep(max(0.0, began + number * EVERY - time.monotonic()))
        found.append(sum(sizes(pid).values()))
        click.echo(f"{number * EVERY:.0f} s: {found[-1]:.0f} MB", err=True)
        if time.monotonic() - began >= seconds:
            return found
    raise AssertionError


def small(folder: Path, seconds: float, limit: int) -> list[Figure]:
    """Load the forum within a limit, and compare how much it holds at the beginning and at the end."""
    server = Server(folder)
    assert server.command("db", "upgrade").returncode == 0
    server.serve(PROCESSES)
    assert server.process
    with limited(server.process.pid, limit) as counted:
        try:
            server.wait_until_healthy()
            about = json.loads(command(folder, "bench.users"))
            load = Load(acts(folder, about, server.port))
            idle = sum(sizes(server.process.pid).values())
            fill(about, server.port)
            with load.running():
                time.sleep(WARMING)
                found = sampled(server.process.pid, seconds)
                held = sizes(server.process.pid)
            click.echo(json.dumps(counted()))
        finally:
            server.stop()
    third = len(found) // 3
    first, last = (statistics.median(part) for part in (found[:third], found[-third:]))
    for failure in set(load.failures):
        click.echo(f"failed {load.failures.count(failure)} times: {failure}")
    return [
        figure("memory within the limit, before the load", [idle], "MB", IDLE),
        figure("memory within the limit, under load", [max(found)], "MB", LOADED, detail=held),
        figure("last third / first third", [last / first], "×", GROWTH),
        figure("requests answered", [load.answers - len(load.failures)], ""),
        figure("requests that failed", [len(load.failures)], "", 0),
    ]


@click.command()
@click.option("--minutes", default=10.0, show_default=True)
@click.option("--limit", default=GIGABYTE, show_default=True, help="Bytes for the forum's processes.")
def main(minutes: float, limit: int) -> None:
    """Load the community of 50,000 posts within a limit of memory."""
    with lent(SIZE, indexed=True) as folder:
        for one in small(folder, minutes * 60, limit):
            click.echo(one.line())
            for name, size in one.detail.items():
                click.echo(f"  {size:.0f} MB {name}")


if __name__ == "__main__":
    main()
