"""Who owns a transaction: the view, the command or the job; never an action.

`transaction()` opens a write transaction (`BEGIN IMMEDIATE` on SQLite, so that reading first and then
writing cannot fail on a stale snapshot), commits at its end and rolls back on an exception. What is slow
(rendering, hashing, decoding) is marked `@slow` and refuses to run inside one.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from flask import has_request_context
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError

from forum.extensions import db
from forum.lib.locks import join_in, wait_at_most
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly
from forum.lib.turns import A_MOMENT, Busy, turn_to_write

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
Ending = dict[Callable[[list[Any]], object], list[Any]]
TAKES_NO_WRITING = "25006"  # SQLSTATE of PostgreSQL: read_only_sql_transaction
PATIENCE = "busy_timeout=30000"

_checks: list[Callable[[], object]] = []
_hearing: list[Callable[[bool], object]] = []
_by_job: ContextVar[bool] = ContextVar("by_job", default=False)
_after: ContextVar[list[Callable[[], object]] | None] = ContextVar("after_commit", default=None)
_ending: ContextVar[tuple[Ending, Ending]] = ContextVar("before_commit")


@contextmanager
def transaction(*, alone: bool = False, patient: bool = True) -> Iterator[None]:
    """Run the block as one write transaction. What was read before it is read again. They don't nest.

    `alone`: nobody else writes meanwhile, as is always so on SQLite; for what counts or changes everything.
    Unless `patient` it waits for others a moment, and raises Busy or OperationalError.
    """
    if _after.get() is not None:
        raise RuntimeError("a transaction inside a transaction")
    db.session.rollback()  # ends the read transaction, so that the write one sees the newest commit
    waiting: list[Callable[[], object]] = []
    token, ending = _after.set(waiting), _ending.set(({}, {}))
    try:
        with turn_to_write(patient=patient):
            yield from committed(alone, patient)
    finally:
        _after.reset(token)
        _ending.reset(ending)
    for act in waiting:
        act()


def committed(alone: bool, patient: bool) -> Iterator[None]:
    """The transaction itself: commit what the block did, or nothing of it."""
    try:
        db.session.connection(execution_options={"writes": True, "patient": patient})
        if not patient:
            wait_at_most(A_MOMENT)
        join_in(alone=alone)
        if has_request_context() or _by_job.get():
            for check in _checks:
                check()
        yield
        end()
        db.session.commit()
        for hear in _hearing:
            hear(patient)
    except BaseException:
        db.session.rollback()
        raise


def write_or_lose(what: str, act: Callable[[], object]) -> None:
    """Have `act` write in a transaction of its own; no harm if `what` it notes is lost.

    It is where nothing may be written now, or the database is busy for longer than a moment.
    """
    try:
        with transaction(patient=False):
            act()
    except ReadOnly:
        return
    except (Busy, OperationalError) as busy:
        log.info(f"{what} lost", error=str(getattr(busy, "orig", busy)))


def before_writing(check: Callable[[], object]) -> Callable[[], object]:
    """Call `check` at the beginning of each write transaction of a request or a job; it may refuse it.

    An operator's commands are not asked.
    """
    _checks.append(check)
    return check


def after_writing(hear: Callable[[bool], object]) -> Callable[[bool], object]:
    """Call `hear` right after each commit, before anybody is told of it, with whether it was `patient`.

    If it raises, nobody is told that anything was done, though it was.
    """
    _hearing.append(hear)
    return hear


def is_writing() -> bool:
    """Whether this is inside a write transaction."""
    return _after.get() is not None


@contextmanager
def by_job() -> Iterator[None]:
    """Run the block as a job does, on nobody's request."""
    token = _by_job.set(True)
    try:
        yield
    finally:
        _by_job.reset(token)


def in_job() -> bool:
    """Whether what runs now is a job."""
    return _by_job.get()


def before_commit(act: Callable[[list[T]], object], thing: T, *, last: bool = False) -> None:
    """Call `act` at the end of the current transaction, as its part, with all things that it was given for:
    what others wait for is held shortly so, and in one order. `last`: after the others.
    """
    if not is_writing():
        raise RuntimeError("before_commit outside a transaction")
    _ending.get()[last].setdefault(act, []).append(thing)


def end() -> None:
    """Do what was left for the end of the transaction."""
    for ending in _ending.get():
        for act, things in ending.items():
            act(things)


def after_commit(act: Callable[[], object]) -> None:
    """Call `act` once the current transaction has committed; never if it rolls back. Same `act`: once."""
    waiting = _after.get()
    if waiting is None:
        raise RuntimeError("after_commit outside a transaction")
    if act not in waiting:
        waiting.append(act)


def slow(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function that takes long: called inside `transaction()` it raises RuntimeError."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if _after.get() is not None:
            raise RuntimeError(f"{function.__qualname__} is slow: call it before the transaction")
        return function(*args, **kwargs)

    return guarded


def engine_options(url: str, **more: object) -> dict[str, Any]:
    """How to connect to the database at `url`. What an error says goes to the log, so it says no values.

    On PostgreSQL a statement sees what was committed before it, a wait for a lock ends after half a minute
    as SQLite's does, and a connection that the server closed meanwhile is made anew. `more` is what else
    libpq is told there.
    """
    if url.startswith("sqlite:"):  # each connection has a cache of its own: the one used last is used again
        return {"hide_parameters": True, "pool_use_lifo": True}
    waits = {"options": "-c lock_timeout=30s"}
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "isolation_level": "READ COMMITTED",
        "connect_args": {**waits, **more},
    }


def set_up_postgresql(engine: Engine) -> None:
    """Have a server that takes no writing, as a standby that nobody promoted, be one that is gone for now."""

    @event.listens_for(engine, "handle_error")
    def failed(context: ExceptionContext) -> None:
        trouble = context.original_exception
        if getattr(trouble, "sqlstate", None) == TAKES_NO_WRITING:
            raise OperationalError(
                context.statement, context.parameters, trouble, hide_parameters=True
            ) from trouble


def set_up_sqlite(engine: Engine) -> None:
    """Make SQLAlchemy, not the driver, begin transactions, and set the pragmas of docs/architecture.md."""

    @event.listens_for(engine, "connect")
    def connected(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", PATIENCE):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        begin = "BEGIN IMMEDIATE" if options.get("writes") else "BEGIN"
        if options.get("patient", True):
            connection.exec_driver_sql(begin)
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout={A_MOMENT * 1000:.0f}")
        try:
            connection.exec_driver_sql(begin)
        finally:
            connection.exec_driver_sql(f"PRAGMA {PATIENCE}")
