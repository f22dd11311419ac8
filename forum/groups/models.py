"""Groups and their members."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.columns import by_bytes


class Group(Base):
    """A place for threads. Anyone reads and joins in an open one; a private one exists for its members."""

    __tablename__ = "groups"
    __table_args__ = (CheckConstraint("visibility IN ('open', 'private')", name="visibility"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    sort_key: Mapped[str] = mapped_column(by_bytes(160), index=True)
    description: Mapped[str] = mapped_column(Text, default="")
    tone: Mapped[int] = mapped_column(default=1)
    visibility: Mapped[str] = mapped_column(String(10), default="open")
    thread_count: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    @property
    def is_open(self) -> bool:
        """Whether anyone reads in it, and any member writes."""
        return self.visibility == "open"


class GroupMember(Base):
    """A person belongs to a group, perhaps as one of its moderators."""

    __tablename__ = "group_members"
    __table_args__ = (
        Index("ix_group_members_user_id", "user_id"),
        Index(
            "ix_group_members_moderator",
            "group_id",
            "user_id",
            sqlite_where=text("moderator = 1"),
            postgresql_where=text("moderator"),
        ),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    moderator: Mapped[bool] = mapped_column(default=False)
