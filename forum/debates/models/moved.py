"""Posts that went from one thread to another, and what stays of them in their former places."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.debates.models.threads import Thread
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class Transfer(Base):
    """Posts went from one thread to another at once, where they have the numbers from `first` to `last`.

    `back`: they went to the numbers that they had before, which undid another transfer. `emptied`: nothing
    stayed, so the address of the source leads to the target. `linked_id` is the entry whose debate the
    target became instead. A divider stands before `first`, until the transfer is undone.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("kind IN ('split', 'merge', 'move', 'back')", name="kind"),
        Index("ix_transfers_source_id", "source_id", "id"),
        Index("ix_transfers_target_id", "target_id", "first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    first: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    emptied: Mapped[bool] = mapped_column(default=False)
    linked_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    undone: Mapped[datetime | None] = mapped_column(UTCDateTime)

    source: Mapped[Thread] = relationship(foreign_keys=[source_id], lazy="raise_on_sql")
    target: Mapped[Thread] = relationship(foreign_keys=[target_id], lazy="raise_on_sql")

    @property
    def divides(self) -> bool:
        """Whether a divider stands where its posts begin."""
        return self.kind != "back" and self.undone is None


class MovedPost(Base):
    """A place that a post left: a pointer stands there, which leads to wherever the post is now.

    `reply_to` is what it answered there. Without a number it had none yet: nothing stands there.
    """

    __tablename__ = "moved_posts"
    __table_args__ = (UniqueConstraint("thread_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("transfers.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    number: Mapped[int | None]
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    reply_to: Mapped[int | None]
