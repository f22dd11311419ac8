"""Threads that are about the same as another."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base


class RelatedThread(Base):
    """Another thread is about the same as one: `place` 0 is the nearest.

    A room above finds them, now and then. Who may see the other is asked when it is shown.
    """

    __tablename__ = "related_threads"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
