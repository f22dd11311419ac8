"""Which tables a statement reads whole, as the database itself plans it."""

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine

# What grows with what people write and read.
LARGE = frozenset({"posts", "threads", "users", "post_revisions", "reading_positions"})
WHOLE = re.compile(r"SCAN (\w+?)(?:_\d+)?(?: USING COVERING INDEX \w+)?$")


def read_whole(engine: Engine, statements: list[tuple[str, Any]]) -> list[str]:
    """The large tables that some of the statements read from end to end: «threads: SELECT …»."""
    found = []
    with engine.connect() as connection:
        for statement, parameters in statements:
            for table in sorted(LARGE & set(tables(connection, statement, parameters))):
                found.append(f"{table}: {' '.join(statement.split())[:2000]}")
    return found


def tables(connection: Connection, statement: str, parameters: Any) -> Iterator[str]:
    """The tables that the plan reads without an index. PostgreSQL says so where no index would do."""
    if connection.dialect.name == "sqlite":
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        yield from (whole[1] for row in plan if (whole := WHOLE.match(row[3])))
        return
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    yield from sequential(plan[0]["Plan"])


def sequential(node: dict[str, Any]) -> Iterator[str]:
    """The tables under a node of PostgreSQL's plan that are read in their own order."""
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from sequential(part)
