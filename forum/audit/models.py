"""The audit log: rows that only grow, each holding a keyed digest of itself and the row before."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime


class AuditRow(Base):
    """One act: who did what to which thing, when.

    `actor_id` is None for whoever has no account: then `via` in its details says whether it was a command,
    a job, or a page that was asked for. Rows from before that was kept have none.
    """

    __tablename__ = "audit_rows"
    __table_args__ = (
        Index("ix_audit_rows_thing", "thing", "thing_id", "id"),
        Index("ix_audit_rows_act", "act", "id"),
        Index("ix_audit_rows_actor_id", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[int | None]
    details: Mapped[dict[str, object]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))


class Sealed(Base):
    """A row of which the audit log keeps a salted digest of what it says, made anew with each change.

    `seal` is the salt; None for what was stored before there were any. `UNSEALED` are columns that change
    without an act.
    """

    __abstract__ = True
    UNSEALED: ClassVar[frozenset[str]] = frozenset()

    id: Mapped[int] = mapped_column(primary_key=True)
    seal: Mapped[str | None] = mapped_column(String(32))
