"""The outbox."""

from datetime import datetime

from sqlalchemy import Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

WAITING = text("sent IS NULL")


class Mail(Base):
    """A message to be sent, or sent. Its Message-ID never changes, so that a repeat is known as one.

    `bulk`: one of many with news or to all people, which waits for those that somebody is waiting for.
    """

    __tablename__ = "mails"
    __table_args__ = (
        Index("ix_mails_waiting", "bulk", "next_try", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    unsubscribe: Mapped[str] = mapped_column(String(500), default="", server_default="")  # an address
    bulk: Mapped[bool] = mapped_column(default=False, server_default=false())
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    sent: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(String(300), default="")
