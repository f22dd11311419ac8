"""Writing to the audit log, and the digests that chain it."""

import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path

from flask import current_app, has_request_context
from sqlalchemy import select, text

from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.secret_files import secret_file
from forum.lib.transactions import before_commit, in_job


def record(act: str, thing: str, thing_id: int | None, actor_id: int | None, **details: object) -> None:
    """Add a row to the log, as the last thing that the caller's transaction does: nobody else adds one from
    then on until that ends, so whoever holds the log's end waits for nothing any more.

    `details` hold no text that people wrote. Where nobody is named they say through what it was done (`via`).
    """
    if actor_id is None:
        details["via"] = via()
    row = AuditRow(actor_id=actor_id, act=act, thing=thing, thing_id=thing_id, details=details)
    before_commit(chain, row, last=True)


def chain(rows: list[AuditRow]) -> None:
    """Add rows at the end of the log.

    Each row's digest is HMAC-SHA256 (RFC 2104) over the row and the digest before it, with a key kept
    outside the database, so that whoever can only write to the database cannot forge the chain.
    """
    db.session.flush()
    hold_end()
    end = select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)
    last = db.session.execute(end).first()
    number, digest = (last.id, last.digest) if last else (0, "")
    key = audit_key()
    for row in rows:
        number += 1
        row.id, row.at = number, utcnow()
        row.digest = digest = chained(row, digest, key)
    db.session.add_all(rows)


def via() -> str:
    """Through what something is done now: a page that was asked for, a job, or a command."""
    return "page" if has_request_context() else "job" if in_job() else "command"


def hold_end() -> None:
    """Let nobody else add a row until the transaction ends. SQLite has one writer at a time anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE audit_rows IN EXCLUSIVE MODE"))


def chained(row: AuditRow, before: str, key: bytes) -> str:
    """The digest of a row after the row whose digest is `before`; 64 hex digits."""
    said = [row.id, moment(row.at), row.actor_id, row.act, row.thing, row.thing_id, row.details]
    line = before + json.dumps(said, sort_keys=True, ensure_ascii=True)
    return hmac.new(key, line.encode(), hashlib.sha256).hexdigest()


def moment(at: datetime) -> str:
    """A moment as the chain hashes it."""
    return at.isoformat(timespec="microseconds")


def audit_key() -> bytes:
    """The chain's key: made once and kept in the data folder, mode 600."""
    return secret_file(key_file()).encode()


def key_file() -> Path:
    """Where the chain's key is kept."""
    return Path(current_app.config["DATA_DIR"]) / "audit.key"
