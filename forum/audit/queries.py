"""Reading the audit log, and checking its chain."""

import hmac

from sqlalchemy import select

from forum.audit.actions import chained
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut

PAGE = 50


def audit_list(after: Cursor | None = None) -> Slice[AuditRow]:
    """The log's rows, the latest first."""
    query = select(AuditRow)
    if after:
        query = query.where(after.after(AuditRow.at, AuditRow.id))
    query = query.order_by(AuditRow.at.desc(), AuditRow.id.desc()).limit(PAGE + 1)
    return cut(db.session.scalars(query).all(), PAGE, lambda row: Cursor(row.at, row.id), after)


def broken_links() -> list[int]:
    """Ids of rows that don't follow from the row before them: changed, inserted, or next to a gap."""
    broken: list[int] = []
    before, expected = "", 1
    for row in db.session.scalars(select(AuditRow).order_by(AuditRow.id).execution_options(yield_per=500)):
        if row.id != expected or not hmac.compare_digest(row.digest, chained(row, before)):
            broken.append(row.id)
        before, expected = row.digest, row.id + 1
    return broken
