"""What forums run on: a PostgreSQL and a Redis of this run's own, set as an operator leaves them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from bench.servers import durable_postgres
from tests.databases import Postgres
from tests.redis_server import RedisServer


@dataclass(frozen=True)
class Services:
    """A database server where each forum has a database of its own, and a Redis with a number for each."""

    postgres: Postgres
    redis: RedisServer

    def database(self, name: str) -> str:
        """The address of a new database, as `postgresql://…`."""
        self.postgres.say(f"CREATE DATABASE {name}")
        return make_url(self.postgres.url(name)).set(drivername="postgresql").render_as_string(False)

    def cache(self, number: int) -> str:
        """The address of a part of Redis."""
        return f"redis://127.0.0.1:{self.redis.port}/{number}"


@contextmanager
def services() -> Iterator[Services]:
    """Both, until the block ends."""
    with durable_postgres() as postgres, TemporaryDirectory(prefix="forum-redis-") as folder:
        redis = RedisServer(Path(folder))
        redis.start()
        try:
            yield Services(postgres, redis)
        finally:
            redis.stop()
