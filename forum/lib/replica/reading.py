"""Who reads from the replica, and how long an act waits for it."""

import time

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from forum.extensions import db
from forum.lib.replica.connecting import REPLICA, remember_silence
from forum.lib.replica.owing import Owed
from forum.lib.silence import Silence
from forum.lib.transactions import after_writing, in_job, is_writing

PATIENCE = 1.0  # seconds that an act waits for the replica
PACE = 0.002
SAFE = frozenset({"GET", "HEAD"})
# Where the log of the database ends: whoever was told of a commit was told after it got there.
END = text(
    "SELECT (CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn()"
    " ELSE pg_current_wal_flush_lsn() END - '0/0')::bigint"
)
# What this says is so of every transaction that begins after it.
REACHED = text("SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() - '0/0' >= :position")
MAY_STAND_IN = text("SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() - '0/0' >= :position")
WHOSE = text("SELECT system_identifier AS data, pg_is_in_recovery() AS follows FROM pg_control_system()")


class Replica:
    """A server that replays what the database writes."""

    def __init__(self, database: Engine, engine: Engine, redis_url: str) -> None:
        self.engine = engine
        self.database_silence = remember_silence(database, "database")
        self.silence, self.late = remember_silence(engine, REPLICA), Silence()
        self.asked_database = database.execution_options(isolation_level="AUTOCOMMIT")
        self.asked = engine.execution_options(isolation_level="AUTOCOMMIT")
        self.owed = Owed(redis_url)

    def for_reading(self) -> Engine | None:
        """The replica, if what is read now may come from it; asked for once a request.

        Only of requests that ask for a page, until they write something: then they see it in the database.
        """
        if not has_request_context() or request.method not in SAFE or is_writing():
            return None
        if "from_replica" not in g:
            g.from_replica = self.may_answer()
        return self.engine if g.from_replica else None

    def may_answer(self) -> bool:
        """Whether the replica has all that was committed before now; or may stand in for the database."""
        try:
            position = self.end_of_log()
        except OperationalError:
            return self.may_stand_in()
        has = self.has(position)
        if has and self.late.why:
            self.late.end()
        return has

    def end_of_log(self) -> int:
        """Where the log of the database ends. Raises OperationalError where that does not answer."""
        with self.asked_database.connect() as connection:
            return int(connection.execute(END).scalar_one())

    def has(self, position: int) -> bool:
        """Whether the replica answers, and has replayed the log up to there."""
        try:
            with self.asked.connect() as connection:
                return bool(connection.scalar(REACHED, {"position": position}))
        except OperationalError:
            return False

    def may_stand_in(self) -> bool:
        """Whether the replica answers, and has all that anybody is known to have been told of.

        One that was promoted is the database now.
        """
        try:
            with self.asked.connect() as connection:
                return bool(connection.scalar(MAY_STAND_IN, {"position": self.owed.position()}))
        except OperationalError:
            return False

    def hear_commit(self, patient: bool) -> None:
        """Let the replica catch up before anybody is told of a commit: not a job's, nor one that may be lost.

        Raises OperationalError where the database is gone meanwhile: then nobody is told.
        """
        if has_request_context():
            g.from_replica = False
        if not patient or in_job():
            return
        position = self.end_of_log()
        if not self.catches_up(position):
            self.owed.note(position)

    def catches_up(self, position: int) -> bool:
        """Whether the replica has replayed the log up to there, within a moment; if it was late, at once."""
        if self.late.holds():
            return self.has(position)
        end = time.monotonic() + PATIENCE
        try:
            with self.asked.connect() as connection:
                while not connection.scalar(REACHED, {"position": position}):
                    if time.monotonic() > end:
                        self.late.begin("behind the database")
                        return False
                    time.sleep(PACE)
        except OperationalError:
            return False
        self.late.end()
        return True

    def is_wrong(self) -> bool:
        """Whether both servers answer, and this one does not follow the other."""
        try:
            with self.asked_database.connect() as database, self.asked.connect() as replica:
                followed, it = database.execute(WHOSE).one(), replica.execute(WHOSE).one()
        except OperationalError:
            return False
        return followed.data != it.data or not it.follows

    def warnings(self) -> list[str]:
        """Which of the two servers did not answer this process when it last tried, or was late."""
        silent = {
            "database": self.database_silence.why,
            REPLICA: self.silence.why or self.late.why,
        }
        return [name for name, why in silent.items() if why]


def the_replica() -> Replica | None:
    """The replica of this application, if it has one."""
    found: Replica | None = current_app.extensions.get(REPLICA)
    return found


@after_writing
def let_it_catch_up(patient: bool) -> None:
    """Have the replica have what was committed, where there is one."""
    replica = the_replica()
    if replica is not None:
        replica.hear_commit(patient)


def init_replica(app: Flask) -> None:
    """Read from a replica too, if the operator names one."""
    if not app.config["REPLICA_URL"]:
        return
    with app.app_context():
        engines = db.engines
    app.extensions[REPLICA] = Replica(engines[None], engines[REPLICA], app.config["REDIS_URL"])
