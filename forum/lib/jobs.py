"""What happens later. A job only says «look»: what is to do stands in the database, so that a lost or
doubled job does no harm. huey keeps the queue: in the data folder on one machine, in Redis beyond."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from huey import crontab
from huey.api import Huey
from huey.storage import MemoryStorage, RedisStorage, SqliteStorage
from redis import ConnectionPool

from forum.extensions import db
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import after_commit, by_job

PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds; the worker waits for a job for one
huey = Huey("forum", results=False, storage_class=MemoryStorage)
_apps: list[Flask] = []


class Job:
    """A function that looks whether there is something to do. Safe to run twice, and at any time."""

    def __init__(self, look: Callable[[], object]) -> None:
        self.look = look
        self._task = huey.task(name=f"{look.__module__}.{look.__qualname__}")(self.run)
        huey.periodic_task(crontab(minute="*"), name=f"{look.__qualname__}-each-minute")(self.run)

    def run(self) -> None:
        """Look now, in this process. While nothing may be written it waits: it looks again each minute."""
        with _apps[-1].app_context(), by_job():
            try:
                self.look()
            except ReadOnly:
                log.info("job waits for the end of maintenance", job=self.look.__qualname__)
            finally:
                db.session.remove()

    def soon(self) -> None:
        """Have the worker look once the current transaction has committed; once, however often asked."""
        after_commit(self.enqueue)

    def enqueue(self) -> None:
        """Tell the worker. If the queue fails, what was committed stands: it looks each minute."""
        try:
            self._task()
        except Exception as failure:  # the queue's own kinds, of SQLite or Redis
            log.warning("queue", job=self.look.__qualname__, error=str(failure))


def job(look: Callable[[], object]) -> Job:
    """Make `look` a job: `.soon()` inside a transaction, and each minute in any case."""
    return Job(look)


def init_jobs(app: Flask) -> None:
    """Bind the queue to the application: Redis where there is one, else a file in the data folder."""
    _apps.append(app)
    if app.testing:
        return
    if app.config["REDIS_URL"]:
        pool = ConnectionPool.from_url(app.config["REDIS_URL"], **PATIENCE)
        huey.storage = RedisStorage("forum", connection_pool=pool)
    else:
        path = Path(app.config["DATA_DIR"]) / "jobs.db"
        huey.storage = SqliteStorage("forum", filename=str(path), fsync=False)


def work() -> None:
    """Run jobs until the process is told to stop."""
    huey.create_consumer(workers=2, max_delay=0.5, check_worker_health=False).run()
