"""Tags: words on threads, across groups."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime
from forum.lib.columns import by_bytes


class Tag(Base):
    """A word on threads. `thread_count` counts the visible threads that everyone may read.

    `entry_count` counts those of them that are entries; the others are debates.
    """

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(by_bytes(120), index=True)
    thread_count: Mapped[int] = mapped_column(default=0)
    entry_count: Mapped[int] = mapped_column(default=0)

    @property
    def debate_count(self) -> int:
        """How many of the threads are debates."""
        return self.thread_count - self.entry_count


class ThreadTag(Base):
    """A thread has a tag, in the place where its author wrote it.

    `opened` is the moment of the thread, here so that an index gives a tag's threads by it.
    """

    __tablename__ = "thread_tags"
    __table_args__ = (Index("ix_thread_tags_tag_id", "tag_id", "opened", "thread_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    opened: Mapped[datetime] = mapped_column(UTCDateTime)
