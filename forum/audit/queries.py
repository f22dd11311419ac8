"""Reading the audit log, and checking its chain."""

import hmac
from collections.abc import Sequence

from sqlalchemy import func, select

from forum.audit.actions import audit_key, chained, key_file
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut

PAGE = 50
LATEST = 2_000  # rows whose chain a page looks at


def audit_list(after: Cursor | None = None, **wanted: object) -> Slice[AuditRow]:
    """The log's rows, the latest first: those whose columns are as `wanted`."""
    query = select(AuditRow).filter_by(**wanted).order_by(AuditRow.id.desc()).limit(PAGE + 1)
    if after:
        query = query.where(AuditRow.id < after.id)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.at, row.id), after)


def audited_acts() -> Sequence[str]:
    """The acts that the log knows, each found behind the one before: the log is long, and they are few."""
    first = select(func.min(AuditRow.act).label("act")).cte("acts", recursive=True)
    later = select(func.min(AuditRow.act)).where(AuditRow.act > first.c.act).scalar_subquery()
    acts = first.union_all(select(later).where(first.c.act.is_not(None)))
    return db.session.scalars(select(acts.c.act).where(acts.c.act.is_not(None)).order_by(acts.c.act)).all()


def broken_links(after: int = 0) -> list[int]:
    """Ids of rows that were changed, removed or inserted: those that don't follow from the row before.

    Of a run of removed rows the first is named. It reads the log, all of it or what comes after the row of
    an id; rows cut off its end leave no trace here.
    """
    broken: list[int] = []
    before, expected, key = digest_of(after), after + 1, audit_key()
    query = select(AuditRow).where(AuditRow.id > after).order_by(AuditRow.id)
    for row in db.session.scalars(query.execution_options(yield_per=500)):
        if row.id > expected:
            broken.append(expected)
        elif not hmac.compare_digest(row.digest, chained(row, before, key)):
            broken.append(row.id)
        before, expected = row.digest, row.id + 1
    return broken


def digest_of(row_id: int) -> str:
    """The digest of a row; empty where there is none."""
    return db.session.scalar(select(AuditRow.digest).where(AuditRow.id == row_id)) or ""


def key_fits() -> bool:
    """Whether the last row was written with the chain's key that is here; also where there is no row."""
    rows = db.session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(2)).all()
    if not rows:
        return True
    before = rows[1].digest if len(rows) == 2 else ""
    return key_file().exists() and hmac.compare_digest(rows[0].digest, chained(rows[0], before, audit_key()))
