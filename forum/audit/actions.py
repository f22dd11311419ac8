"""Writing to the audit log, and checking its chain."""

import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.secret_files import secret_file


def record(act: str, thing: str, thing_id: int | None, actor_id: int | None, **details: object) -> AuditRow:
    """Add a row to the log, in the caller's transaction. `details` hold no text that people wrote.

    Each row's digest is HMAC-SHA256 (RFC 2104) over the row and the digest before it, with a key kept
    outside the database, so that whoever can only write to the database cannot forge the chain.
    """
    row = AuditRow(at=utcnow(), actor_id=actor_id, act=act, thing=thing, thing_id=thing_id, details=details)
    db.session.flush()
    row.id, before = next_place()
    row.digest = chained(row, before)
    db.session.add(row)
    db.session.flush()
    return row


def next_place() -> tuple[int, str]:
    """The id that the next row takes, and the digest it is chained to."""
    last = db.session.execute(
        select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1).with_for_update()
    ).first()
    return (1, "") if last is None else (last.id + 1, last.digest)


def chained(row: AuditRow, before: str) -> str:
    """The digest of a row after the row whose digest is `before`; 64 hex digits."""
    said = [row.id, moment(row.at), row.actor_id, row.act, row.thing, row.thing_id, row.details]
    text = before + json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hmac.new(audit_key(), text.encode(), hashlib.sha256).hexdigest()


def moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def audit_key() -> bytes:
    """The chain's key: made once and kept in the data folder, mode 600."""
    return secret_file(Path(current_app.config["DATA_DIR"]) / "audit.key").encode()
