"""Reading the audit log, and checking its chain."""

import hmac

from sqlalchemy import select

from forum.audit.actions import audit_key, chained
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut

PAGE = 50


def audit_list(after: Cursor | None = None) -> Slice[AuditRow]:
    """The log's rows, the latest first."""
    query = select(AuditRow).order_by(AuditRow.id.desc()).limit(PAGE + 1)
    if after:
        query = query.where(AuditRow.id < after.id)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.at, row.id), after)


def broken_links() -> list[int]:
    """Ids of rows that were changed, removed or inserted: those that don't follow from the row before.

    Of a run of removed rows the first is named. It reads the whole log; rows cut off its end leave no
    trace here.
    """
    broken: list[int] = []
    before, expected, key = "", 1, audit_key()
    for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=500)):
        if row.id > expected:
            broken.append(expected)
        elif not hmac.compare_digest(row.digest, chained(row, before, key)):
            broken.append(row.id)
        before, expected = row.digest, row.id + 1
    return broken
