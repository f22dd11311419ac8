"""Asking somebody else to look at a decision again."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.audit.models import Sealed
from forum.lib.clock import UTCDateTime, utcnow
from forum.moderation.models.decisions import Decision
from forum.moderation.models.notices import Notice

WAITING = text("outcome IS NULL")
APPEAL = timedelta(days=184)  # six months, whichever they are (article 20.1)


class Appeal(Sealed):
    """A person's call to have a decision heard again by somebody else (Regulation (EU) 2022/2065, art. 20).

    By whom it concerns, or whoever flagged, or whoever sent a notice. `outcome`: it is upheld or reversed;
    None while it waits.
    """

    __tablename__ = "appeals"
    __table_args__ = (
        UniqueConstraint("decision_id", "appellant_id"),
        UniqueConstraint("decision_id", "notice_id"),
        CheckConstraint("appellant_id IS NULL OR notice_id IS NULL", name="who"),
        CheckConstraint("outcome IN ('upheld', 'reversed')", name="outcome"),
        Index("ix_appeals_waiting", "created", "id", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    appellant_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    text: Mapped[str] = mapped_column(String(4000))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    outcome: Mapped[str | None] = mapped_column(String(10))
    reasons: Mapped[str] = mapped_column(String(2000), default="")
    heard_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    heard: Mapped[datetime | None] = mapped_column(UTCDateTime)

    decision: Mapped[Decision] = relationship(lazy="raise_on_sql")
    appellant: Mapped[User | None] = relationship(foreign_keys=[appellant_id], lazy="raise_on_sql")
    notice: Mapped[Notice | None] = relationship(lazy="raise_on_sql")
    heard_by: Mapped[User | None] = relationship(foreign_keys=[heard_by_id], lazy="raise_on_sql")
