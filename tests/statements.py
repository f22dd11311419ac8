"""What is asked of the database while a test looks."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bench.work import ABOUT_TRANSACTIONS
from forum.extensions import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that run meanwhile, without those that begin or end a transaction."""
    seen: list[str] = []
    engine = db.engine.engine  # also where a test lends its one connection

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith(ABOUT_TRANSACTIONS):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
