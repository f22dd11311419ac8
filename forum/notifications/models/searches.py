"""Searches that people follow; the search room looks for what is new in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class SavedSearch(Base):
    """A search that a person follows under a name.

    `query` holds the arguments of its address, in their one order; `digest` is that of these, so that the
    same search is saved once. `turn` is the last turn of new posts that was looked through for it. `mail`:
    when its news are told by mail too.
    """

    __tablename__ = "saved_searches"
    __table_args__ = (
        UniqueConstraint("user_id", "digest"),
        CheckConstraint("mail IN ('none', 'at_once', 'daily')", name="mail"),
        Index("ix_saved_searches_turn", "turn", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    query: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    turn: Mapped[int] = mapped_column(default=0)
    mail: Mapped[str] = mapped_column(String(10), default="daily")
