"""The log as a file for an auditor: a JSON object a line, each with its digest and the one before.

Whoever has the chain's key can verify such a file anywhere, without the database.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from sqlalchemy import select

from forum.audit.actions import chained, moment
from forum.audit.models import AuditRow
from forum.extensions import db

SAID = ("id", "actor_id", "act", "thing", "thing_id", "details", "digest")


@dataclass
class Verdict:
    """What a file holds, and what is wrong with it: which row or line, and how."""

    rows: int = 0
    first: int = 0
    last: int = 0
    digest: str = ""
    problems: int = 0


def exported_rows(begin: datetime | None = None, end: datetime | None = None) -> Iterator[str]:
    """The log's rows as lines, the first first: those from a moment, before a moment. One at a time."""
    bounds = [AuditRow.at >= begin] if begin else []
    bounds += [AuditRow.at < end] if end else []
    ids = select(AuditRow.id).where(*bounds)
    first = db.session.scalar(ids.order_by(AuditRow.id).limit(1))
    last = db.session.scalar(ids.order_by(AuditRow.id.desc()).limit(1))
    if first is None or last is None:
        return
    before = db.session.scalar(select(AuditRow.digest).where(AuditRow.id == first - 1)) or ""
    between = select(AuditRow).where(AuditRow.id.between(first, last)).order_by(AuditRow.id)
    for row in db.session.scalars(between.execution_options(yield_per=500)):
        yield line_of(row, before)
        before = row.digest


def line_of(row: AuditRow, before: str) -> str:
    """A row as a line, after the row whose digest is `before`."""
    said = {name: getattr(row, name) for name in SAID} | {"at": moment(row.at), "before": before}
    return json.dumps(said, sort_keys=True, ensure_ascii=False)


def verify(lines: Iterable[str], key: bytes, verdict: Verdict) -> Iterator[str]:
    """What is wrong with exported lines, as it is found; `verdict` is filled in meanwhile.

    Rows that are missing at the start or the end leave no trace: compare those with an exported head.
    """
    for number, line in enumerate(lines, 1):
        for problem in wrong_with(line, number, key, verdict):
            verdict.problems += 1
            yield problem


def wrong_with(line: str, number: int, key: bytes, verdict: Verdict) -> Iterator[str]:
    """What is wrong with a line, after those that the verdict has seen."""
    read = row_in(line)
    if read is None:
        yield f"line {number}: no row of the log"
        return
    row, before = read
    if verdict.rows and row.id != verdict.last + 1:
        missing = row.id > verdict.last + 1
        yield f"row {verdict.last + 1}: removed" if missing else f"row {row.id}: out of its place"
    elif before != (verdict.digest if verdict.rows else "" if row.id == 1 else before):
        yield f"row {row.id}: does not follow the row before"
    if not compare_digest(row.digest.encode(), chained(row, before, key).encode()):
        yield f"row {row.id}: changed or inserted"
    verdict.first = verdict.first if verdict.rows else row.id
    verdict.rows, verdict.last, verdict.digest = verdict.rows + 1, row.id, row.digest


def row_in(line: str) -> tuple[AuditRow, str] | None:
    """The row in a line, stored nowhere, and the digest before it; None if the line is none."""
    try:
        said = json.loads(line)
        row = AuditRow(at=datetime.fromisoformat(said["at"]), **{name: said[name] for name in SAID})
        before = said["before"]
    except (ValueError, TypeError, KeyError):
        return None
    fits = isinstance(row.id, int) and isinstance(row.digest, str) and isinstance(before, str)
    return (row, before) if fits and row.at.tzinfo else None
