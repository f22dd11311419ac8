"""A community on each engine, lent until the figures are taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.community import Size, command, fill, lent
from bench.servers import durable_postgres


@dataclass(frozen=True)
class Place:
    """A data folder, the settings that go with it, and the engine that answers there."""

    engine: str
    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    def command(self, *words: str) -> str:
        """What `python -m WORDS` prints there."""
        return command(self.folder, *words, **self.settings)


@contextmanager
def whoosh(size: Size) -> Iterator[Place]:
    """SQLite, and Whoosh in the data folder."""
    with lent(size) as folder:
        yield Place("whoosh", folder)


@contextmanager
def postgres(size: Size) -> Iterator[Place]:
    """PostgreSQL for both, on a server of its own that writes as an operator's does."""
    with durable_postgres() as server, TemporaryDirectory(prefix="forum-bench-") as folder:
        settings = {"FORUM_DATABASE_URL": server.empty()}
        fill(Path(folder), size, **settings)
        yield Place("postgres", Path(folder), settings)


PLACES = {"whoosh": whoosh, "postgres": postgres}
