"""A community on each engine, lent until the figures are taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.community import Size, command, fill, lent
from tests.databases import IN_A_HURRY, Postgres


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
    server = Postgres()
    try:
        for setting in IN_A_HURRY:
            server.say(f"ALTER SYSTEM RESET {setting.split()[0]}")
        server.say("SELECT pg_reload_conf()")
        with TemporaryDirectory(prefix="forum-bench-") as folder:
            settings = {"FORUM_DATABASE_URL": server.empty()}
            fill(Path(folder), size, **settings)
            yield Place("postgres", Path(folder), settings)
    finally:
        server.stop()


PLACES = {"whoosh": whoosh, "postgres": postgres}
