"""What was begun and not ended: the audit log tells, and with what."""

from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from forum.audit.actions import record
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.groups.models import Group

BEGIN, END = "seed.begin", "seed.load"


class Begun(NamedTuple):
    """What was asked for, and the slugs of the groups that were there before."""

    asked: dict[str, Any]
    groups: list[str]


def begun() -> Begun | None:
    """What was begun last, if it was not ended."""
    last = select(AuditRow).where(AuditRow.act.in_((BEGIN, END))).order_by(AuditRow.id.desc()).limit(1)
    row = db.session.scalar(last)
    if row is None or row.act == END:
        return None
    details: dict[str, Any] = dict(row.details)
    return Begun(details["asked"], details["groups"])


def begin(asked: dict[str, Any]) -> Begun:
    """Note that this is begun. The caller owns the transaction."""
    groups = list(db.session.scalars(select(Group.slug).order_by(Group.slug)))
    record(BEGIN, "site", None, None, asked=asked, groups=groups)
    return Begun(asked, groups)


def digest_of(file: Path | None) -> str:
    """What tells whether a file is another; of none, and of one that cannot be read, empty."""
    try:
        return blake2b(file.read_bytes(), digest_size=16).hexdigest() if file else ""
    except OSError:
        return ""
