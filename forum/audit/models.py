"""The audit log: rows that only grow, each holding a keyed digest of itself and the row before."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime


class AuditRow(Base):
    """One act: who did what to which thing, when. `actor_id` is None for the command line."""

    __tablename__ = "audit_rows"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(60))
    thing_id: Mapped[int | None]
    details: Mapped[dict[str, object]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
