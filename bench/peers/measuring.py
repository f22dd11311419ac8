"""The same questions to every forum, in turns."""

import gzip
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urljoin

from bench.client import Target, fetch, in_turns
from bench.figures import Figure, figure
from bench.memory import sizes
from bench.peers.site import Site
from bench.replies import text_of
from bench.weight import resources

SECONDS = 5  # a round
REPLIES = 30
EVERY = 0.7  # seconds between replies of all: ten take turns, and Misago lets each post every three seconds
TEXTS = ("text/", "javascript", "json", "svg")  # what a web server in front zips


def figures(sites: Sequence[Site], word: str, rounds: int) -> Iterator[Figure]:
    """Every figure, forum by forum, kind by kind."""
    yield from rates(sites, rounds)
    yield from replies(sites)
    for site in sites:
        yield weight(site)
        yield from memory(site)
    yield from searches(sites, word, rounds)


def rates(sites: Sequence[Site], rounds: int) -> Iterator[Figure]:
    """Pages a second: the front page and the longest thread's first page, for a guest and signed in."""
    for what in ("front", "thread"):
        for who in ("guest", "signed in"):
            name = f"{what} page, {who}"
            targets = [
                Target(
                    f"{site.name}, {name}",
                    site.url + getattr(site, what),
                    site.members[0].headers if who == "signed in" else {},
                )
                for site in sites
            ]
            loads = in_turns(targets, rounds, SECONDS)
            speeds = [[one.rate for one in taken] for taken in loads]
            yield from beside(sites, name, speeds, "a second")


def searches(sites: Sequence[Site], word: str, rounds: int) -> Iterator[Figure]:
    """Milliseconds until a reader alone has what is found for a common word."""
    times = [[milliseconds(lambda: site.search(word)) for site in sites] for _ in range(rounds)]  # noqa: B023
    yield from beside(sites, "search of a common word", list(zip(*times, strict=True)), "ms")


def replies(sites: Sequence[Site]) -> Iterator[Figure]:
    """Milliseconds until a reply is published, the members in turns, no more often than all forums allow."""
    times: list[list[float]] = [[] for _ in sites]
    began = time.perf_counter()
    for number in range(REPLIES):
        time.sleep(max(0.0, began + number * EVERY - time.perf_counter()))
        for site, taken in zip(sites, times, strict=True):
            member = site.members[number % len(site.members)]
            taken.append(milliseconds(member.reply(text_of(number))))
    yield from beside(sites, "reply", times, "ms")


def beside(sites: Sequence[Site], what: str, taken: Sequence[Sequence[float]], unit: str) -> Iterator[Figure]:
    """What each forum took, and how many times theirs the first one's is, round by round."""
    for site, values in zip(sites, taken, strict=True):
        yield figure(f"{site.name}, {what}", values, unit)
    ours, first = taken[0], sites[0].name
    for site, values in zip(sites[1:], taken[1:], strict=True):
        times = [mine / other for mine, other in zip(ours, values, strict=True)]
        yield figure(f"{first} / {site.name}, {what}", times, "×")


def milliseconds(act: Callable[[], object]) -> float:
    """How long an act takes."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def weight(site: Site) -> Figure:
    """KB of the thread's page and what it names but people's pictures, zipped as a server in front would."""
    url = site.url + site.thread
    page = fetch(Target("", url, {})).decode()
    files = [urljoin(url, name) for name in resources(page) if "avatar" not in name]
    sent, zipped = zip(*(lengths(one) for one in [url, *files]), strict=True)
    detail = {"requests": len(sent), "KB unzipped": sum(sent) / 1024}
    return figure(f"{site.name}, first view", [sum(zipped) / 1024], "KB", detail=detail)


def lengths(url: str) -> tuple[int, int]:
    """The bytes of a file as it is, and as it travels."""
    with urllib.request.urlopen(url, timeout=60) as answer:
        body = answer.read()
        kind = answer.headers.get("Content-Type", "")
    worth = any(text in kind for text in TEXTS)
    return len(body), len(gzip.compress(body, 6)) if worth else len(body)


def memory(site: Site) -> Iterator[Figure]:
    """MB (proportional set size) after the above: of the web server, if it is apart, and with its worker."""
    web = sum(sizes(site.web).values())
    if site.worker is None:
        yield figure(f"{site.name}, memory with its worker", [web], "MB")
        return
    yield figure(f"{site.name}, memory of the web server", [web], "MB")
    yield figure(f"{site.name}, memory with its worker", [web + sum(sizes(site.worker).values())], "MB")
