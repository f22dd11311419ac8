"""What `check` compares of the audit log. Nothing here is mended: people must find out what was done."""

from collections.abc import Iterator

from forum.audit.heads import exported_heads
from forum.audit.models import AuditRow
from forum.audit.queries import broken_links
from forum.extensions import db
from forum.lib.checks import Check, Problem


def broken_chain() -> Iterator[Problem]:
    """Rows that were changed, removed or inserted."""
    for row_id in broken_links():
        stored = "removed" if db.session.get(AuditRow, row_id) is None else "changed or inserted"
        yield Problem(f"audit row {row_id}", "it", stored, "as it was written")


def cut_tail() -> Iterator[Problem]:
    """The log no longer holds a row that it ended with when its head was exported."""
    for head in exported_heads():
        row = db.session.get(AuditRow, head.row_id)
        if row is None or row.digest != head.digest:
            stored = "removed" if row is None else "another"
            true = f"the one that the log ended with at {head.at}"
            yield Problem(f"audit row {head.row_id}", "it", stored, true)
            return


CHECKS = [Check("audit chain", broken_chain), Check("audit head", cut_tail)]
