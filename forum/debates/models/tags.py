"""Tags: words on threads, across groups."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.columns import by_bytes


class Tag(Base):
    """A word on threads. `thread_count` counts the visible threads that everyone may read."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    sort_key: Mapped[str] = mapped_column(by_bytes(120), index=True)
    thread_count: Mapped[int] = mapped_column(default=0)


class ThreadTag(Base):
    """A thread has a tag, in the place where its author wrote it."""

    __tablename__ = "thread_tags"
    __table_args__ = (Index("ix_thread_tags_tag_id", "tag_id", "thread_id"),)

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
