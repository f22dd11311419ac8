"""What a statement reads as it runs: its plan is asked for then, where its settings and locks are its own."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from bench.plans import LARGE, scanned, told
from forum.search.postgres_engine.table import NAME

PLANNED = re.compile(r"\s*(?:SELECT|WITH|INSERT|UPDATE|DELETE)\b")
MOST = 800  # rows of one large table that a statement may read; each of them has twice as many in the tests


@contextmanager
def planned(engine: Engine) -> Iterator[list[str]]:
    """Which large tables the statements that run meanwhile read: «threads: SELECT …», one for each.

    On SQLite those that the plan reads from end to end, whatever their size. PostgreSQL plans as it does by
    itself, by its figures of what is there, and runs each statement once before, taken back, to count what it
    reads: those of which that is more than MOST rows, however it comes to them.
    """
    found: list[str] = []
    look = on_sqlite if engine.dialect.name == "sqlite" else on_postgresql

    def note(
        connection: object, cursor: Any, statement: str, bound: Any, context: object, many: bool
    ) -> None:
        if PLANNED.match(statement):
            tables = look(cursor.connection, statement, bound[0] if many else bound)
            found.extend(told(table, statement) for table in tables)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def on_sqlite(driver: Any, statement: str, bound: Any) -> Iterator[str]:
    """The large tables that SQLite's plan reads from end to end."""
    steps = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", bound)]
    yield from sorted(LARGE.intersection(scanned(steps, statement)))


def on_postgresql(driver: Any, statement: str, bound: Any) -> Iterator[str]:
    """The large tables of which PostgreSQL reads much; the index of words only where it is read as it lies.

    How many posts have a word, and how many of them a search looks at, is the engine's: docs/search.md.
    """
    plan = explained(driver, statement, bound)
    rows: Counter[str] = Counter()
    for node in nodes(plan):
        table = node.get("Relation Name", "")
        if table in LARGE or (table == NAME and node["Node Type"] == "Seq Scan"):
            rows[table] += rows_read(node)
    yield from sorted(table for table, read in rows.items() if read > MOST)


def explained(driver: Any, statement: str, bound: Any) -> dict[str, Any]:
    """The plan of a statement that was run and taken back; empty for one that fails, as it may."""
    with driver.cursor() as cursor:
        begun = driver.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS
        if begun:
            cursor.execute("SAVEPOINT planned")
        try:
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", bound)
            plan: dict[str, Any] = cursor.fetchone()[0][0]["Plan"]
        except psycopg.Error:
            plan = {}
        finally:
            if begun:
                cursor.execute("ROLLBACK TO SAVEPOINT planned")
                cursor.execute("RELEASE SAVEPOINT planned")
    return plan


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a plan."""
    if plan:
        yield plan
    for part in plan.get("Plans", []):
        yield from nodes(part)


def rows_read(node: dict[str, Any]) -> int:
    """How many rows a node reads of its table, those too that it does not want then."""
    thrown = sum(node.get(f"Rows Removed by {what}", 0) for what in ("Filter", "Index Recheck"))
    return int((node["Actual Rows"] + thrown) * node["Actual Loops"])
