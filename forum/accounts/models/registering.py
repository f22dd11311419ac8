"""Where registrations came from, and which are not wanted."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models.people import User, lasts
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

BAN_KINDS = ("name", "mail", "network")


class SignUp(Base):
    """Where a registration came from, kept for 90 days to see which are related.

    `network` is a keyed digest of the address, `mail_host` what followed the @.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        Index("ix_sign_ups_network", "network", "at"),
        Index("ix_sign_ups_mail_host", "mail_host", "at"),
        Index("ix_sign_ups_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), unique=True)
    network: Mapped[str] = mapped_column(String(64))
    mail_host: Mapped[str] = mapped_column(String(254))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Ban(Base):
    """Names, addresses of mail or networks that may not register; until a moment, or for good."""

    __tablename__ = "bans"
    __table_args__ = (
        CheckConstraint("kind IN ('name', 'mail', 'network')", name="kind"),
        UniqueConstraint("kind", "pattern"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    pattern: Mapped[str] = mapped_column(String(254))
    reason: Mapped[str] = mapped_column(String(300), default="")
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    creator_id: Mapped[int | None] = mapped_column(ForeignKey(User.id), index=True)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    @property
    def in_force(self) -> bool:
        """Whether it has not ended."""
        return self.until is None or lasts(self.until)
