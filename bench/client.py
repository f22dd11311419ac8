"""The one client that loads every server: wrk, over loopback, few connections."""

import json
import subprocess
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("client.lua")
CONNECTIONS = 8


@dataclass(frozen=True, eq=False)
class Target:
    """A page to ask for: its address, and the headers that go with it."""

    name: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Load:
    """What a server answered under load: pages a second, and times in milliseconds."""

    rate: float
    p50: float
    p95: float


def fetch(target: Target) -> bytes:
    """The page once. Raises urllib's HTTPError where it is not 200."""
    request = urllib.request.Request(target.url, headers=dict(target.headers))
    with urllib.request.urlopen(request, timeout=60) as answer:
        body: bytes = answer.read()
        return body


def load(target: Target, seconds: float) -> Load:
    """Ask for the page as fast as it comes, for `seconds`. Raises RuntimeError if an answer failed."""
    headers = [part for name, value in target.headers.items() for part in ("-H", f"{name}: {value}")]
    limits = ["-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "20s"]
    command = ["wrk", *limits, *headers, "-s", str(SCRIPT), target.url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seen = json.loads(done.stdout.splitlines()[-1])
    if seen["failed"]:
        raise RuntimeError(f"{target.name}: {seen['failed']} of {seen['requests']} answers failed")
    return Load(seen["requests"] / seen["seconds"], seen["p50"], seen["p95"])


def in_turns(targets: Sequence[Target], rounds: int, seconds: float) -> list[list[Load]]:
    """Load each target in turn, A B A B…, `rounds` times; a list for each target.

    A round before them, not counted, warms every one.
    """
    for target in targets:
        load(target, 1)
    taken = [[load(target, seconds) for target in targets] for _ in range(rounds)]
    return [list(column) for column in zip(*taken, strict=True)]


def ratios(ours: Sequence[Load], theirs: Sequence[Load]) -> list[float]:
    """How many of their pages one of ours is worth, round by round."""
    return [mine.rate / other.rate for mine, other in zip(ours, theirs, strict=True)]
