"""A forum that serves the community, whichever it is."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench.peers.services import Services
from bench.servers import WORKERS

# A search of FlaskBB takes longer than the 30 s that gunicorn gives, where others load the machine.
GUNICORN = ("-w", str(WORKERS), "--timeout", "120")


@dataclass(frozen=True)
class Member:
    """Somebody signed in: the headers that say so; `reply` makes one to the longest thread, ready to send."""

    headers: dict[str, str]
    reply: Callable[[str], Callable[[], object]]


@dataclass(frozen=True)
class Site:
    """A running forum. `search` asks for a word as a guest; `web` and `worker` are ids of processes."""

    name: str
    url: str
    front: str
    thread: str
    search: Callable[[str], str]
    members: Sequence[Member]
    web: int
    worker: int | None


@dataclass(frozen=True)
class Community:
    """The community in a file, the id of its longest thread, members who reply, and a common word."""

    file: Path
    longest: int
    members: Sequence[str]
    word: str


class Forum(Protocol):
    """A forum that can be installed and served."""

    name: str
    notes: Sequence[str]  # what was set, and what had to be mended

    def versions(self) -> dict[str, str]:
        """Install it where it is not yet; what runs, by name."""

    def load(self, services: Services, community: Community, folder: Path) -> None:
        """Write the community into a database of its own, and all else into the folder."""

    def serving(self, community: Community, folder: Path) -> AbstractContextManager[Site]:
        """Serve what was loaded until the block ends."""
