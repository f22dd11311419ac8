"""Which tables a statement reads whole, as the database itself plans it."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

# What grows with what people write and read.
LARGE = frozenset({"posts", "threads", "users", "post_revisions", "reading_positions"})
WHOLE = re.compile(r"SCAN (\w+)(?: USING COVERING INDEX \w+)?$")
CALLED = re.compile(r"(?:FROM|JOIN|,)\s+(\w+) AS (\w+)")


def read_whole(engine: Engine, statements: list[tuple[str, Any]]) -> list[str]:
    """The large tables that some of the statements read from end to end: «threads: SELECT …»."""
    found = []
    with engine.connect() as connection:
        for statement, parameters in statements:
            for table in sorted(LARGE & set(tables(connection, statement, parameters))):
                found.append(told(table, statement))
    return found


def told(table: str, statement: str) -> str:
    """A table and the statement that reads it, on a line."""
    return f"{table}: {' '.join(statement.split())[:2000]}"


def tables(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """The tables that the plan reads without an index. PostgreSQL says so where no index would do."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        yield from scanned([row[3] for row in plan], statement)
        return
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    yield from sequential(plan[0]["Plan"])


def scanned(steps: Sequence[str], statement: str) -> Iterator[str]:
    """The tables that SQLite's plan of a statement reads from end to end; it has them as they are called."""
    names = {called: table for table, called in CALLED.findall(statement)}
    for step in steps:
        if whole := WHOLE.match(step):
            yield names.get(str(whole[1]), str(whole[1]))


def sequential(node: dict[str, Any]) -> Iterator[str]:
    """The tables under a node of PostgreSQL's plan that are read in their own order."""
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from sequential(part)
