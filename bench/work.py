"""What the database does for a page: its statements, and the steps of SQLite's virtual machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

ABOUT_TRANSACTIONS = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


@dataclass
class Work:
    """The statements that ran, with what was bound to each, and how many steps they took, on SQLite."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    steps: int = 0

    def step(self) -> int:
        """Count a step; 0 lets SQLite go on."""
        self.steps += 1
        return 0


@contextmanager
def watched(engine: Engine) -> Iterator[Work]:
    """The work that `engine` does meanwhile. Every step calls back, so times mean nothing in here."""
    work = Work()
    connections = set()

    def note(connection: object, cursor: Any, statement: str, parameters: Any, *rest: object) -> None:
        if not statement.startswith(ABOUT_TRANSACTIONS):
            work.statements.append((statement, parameters))
        if engine.dialect.name == "sqlite" and cursor.connection not in connections:
            connections.add(cursor.connection)
            cursor.connection.set_progress_handler(work.step, 1)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield work
    finally:
        event.remove(engine, "before_cursor_execute", note)
        for connection in connections:
            connection.set_progress_handler(None, 0)
