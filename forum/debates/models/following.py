"""What people follow."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class Subscription(Base):
    """A person follows a thread.

    Each kind of thing that can be followed has a column of its own, with its foreign key and its unique
    constraint, and a row fills one of them: groups, tags and people would be three more.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("user_id", "thread_id"),
        CheckConstraint("thread_id IS NOT NULL", name="target"),
        Index("ix_subscriptions_thread_id", "thread_id", "user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
