"""The head of the audit log, written each day out of reach of whoever only reaches the database.

Rows cut off the end leave no trace in the chain itself; the head of an earlier day shows that they were.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.logs import log


@dataclass(frozen=True)
class Head:
    """The last row that the log had at a moment (ISO 8601, UTC), and its digest."""

    at: str
    row_id: int
    digest: str

    def __str__(self) -> str:
        return f"{self.at} {self.row_id} {self.digest}"


def heads_file() -> Path:
    """Where heads are exported to: a line each, the newest last."""
    return Path(current_app.config["DATA_DIR"]) / "audit.heads"


def exported_heads() -> Iterator[Head]:
    """The heads that were exported, the oldest first; a line that was not wholly written is passed over."""
    path = heads_file()
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 3 and parts[1].isdecimal():
                yield Head(parts[0], int(parts[1]), parts[2])


def export_head() -> Head | None:
    """Write the head to the file and the log; None if the audit log is empty."""
    end = select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)
    last = db.session.execute(end).first()
    if last is None:
        return None
    head = Head(utcnow().isoformat(timespec="seconds"), last.id, last.digest)
    with heads_file().open("a", encoding="ascii") as file:
        file.write(f"{head}\n")
    log.info("audit head", at=head.at, row=head.row_id, digest=head.digest)
    return head


def export_daily() -> None:
    """Export the head, once a day (UTC). Safe to run twice: a head more does no harm."""
    newest = max((head.at for head in exported_heads()), default="")
    if newest[:10] < utcnow().date().isoformat():
        export_head()
