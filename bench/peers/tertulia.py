"""This forum on PostgreSQL, with the same members and as its operator serves it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from bench.community import Size, command, fill
from bench.machine import said
from bench.peers.browser import Browser
from bench.peers.services import Services
from bench.peers.site import Community, Member, Site
from bench.reading import signed_in
from bench.servers import forum
from bench.writers import Writers

MEMBERS = 10


class Tertulia:
    """The forum of this repository, 20 posts a page."""

    name = "Tertulia"
    notes: Sequence[str] = (
        "granian, two processes; PostgreSQL for texts and search, no Redis; limits off; its worker",
        "sessions signed with its own key instead of signing in",
    )

    def __init__(self, size: Size) -> None:
        self.size, self.settings = size, {"FORUM_RATE_LIMITS": "off"}

    def versions(self) -> dict[str, str]:
        return {"commit": said("git", "rev-parse", "--short", "HEAD")}

    def seed(self, services: Services, folder: Path) -> Community:
        """Make the community, and write it into a file for the others."""
        url = services.database("tertulia").replace("postgresql:", "postgresql+psycopg:")
        self.settings["FORUM_DATABASE_URL"] = url
        fill(folder, self.size, **self.settings)
        command(folder, "forum", "search", "rebuild", **self.settings)
        file = folder / "community.jsonl"
        command(folder, "bench.peers.export", str(file), **self.settings)
        about = json.loads(command(folder, "bench.people", **self.settings))
        rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines())
        people = [row["username"] for row in rows if row["what"] == "person"]
        longest = about["first"].rpartition("/")[2].partition("-")[0]
        word = json.loads(command(folder, "bench.words", **self.settings))["a common word"][0]
        return Community(file, int(longest), people[:MEMBERS], word)

    def load(self, services: Services, community: Community, folder: Path) -> None:
        """What was made is there."""

    @contextmanager
    def serving(self, community: Community, folder: Path) -> Iterator[Site]:
        about = json.loads(command(folder, "bench.people", **self.settings))
        with forum(folder, **self.settings) as server:
            assert server.process
            writers = Writers(server.port, about["cookies"], about["first"], about["replies"])
            members = [
                Member(
                    dict(signed_in(f"{server.url}{about['first']}", about["cookies"][number]).headers),
                    partial(prepared, writers, number),
                )
                for number in range(len(community.members))
            ]

            def search(word: str) -> str:
                return Browser(server.url).ask(f"/search?q={quote(word)}")

            yield Site(self.name, server.url, "/", about["first"], search, members, server.process.pid, None)


def prepared(writers: Writers, number: int, text: str) -> Callable[[], None]:
    """A reply by one of the writers, its form filled in."""
    cookie, form = writers.form(number)
    return partial(writers.send, (cookie, {**form, "body": text}))
