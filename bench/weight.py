"""What a browser fetches for a thread's page at the first visit."""

import json
import re
import urllib.request
from pathlib import Path
from urllib.parse import urljoin

from bench.community import command
from bench.figures import Figure, figure
from bench.plan import Plan
from bench.servers import forum

HEAVIEST = 60.0  # KB
MOST_BLOCKING = 2
LINK = re.compile(r"<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=\"([^\"#]+)[^>]*>")
RESOURCE = re.compile(r"<script|<img|<use|rel=\"(?:stylesheet|icon)\"")
BLOCKING = re.compile(
    r"<link[^>]*rel=\"stylesheet\"|<script(?![^>]*type=\"module\")(?![^>]*\b(?:defer|async))[^>]*src="
)


def weight(folder: Path, plan: Plan) -> list[Figure]:
    """KB over the wire, heads of the answers included, and the files that the first sight waits for."""
    about = json.loads(command(folder, "bench.people"))
    with forum(folder) as server:
        url = f"{server.url}{about['first']}"
        page, size = fetched(url)
        sizes = {"page": size} | {name: fetched(urljoin(url, name))[1] for name in resources(page)}
    return [
        figure("thread page, first visit", [sum(sizes.values()) / 1024], "KB", HEAVIEST, detail=sizes),
        figure("files that block rendering", [len(BLOCKING.findall(page))], "files", MOST_BLOCKING),
    ]


def resources(page: str) -> set[str]:
    """The addresses of the files that the page needs, each once."""
    return {found[1] for found in LINK.finditer(page) if RESOURCE.search(found[0])}


def fetched(url: str) -> tuple[str, int]:
    """The text of an answer that was sent zipped where the server can, and its bytes, head and body."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read().decode(), len(body) + head
