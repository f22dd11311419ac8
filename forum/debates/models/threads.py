"""Threads, and how far each person has read them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.debates.models.tags import Tag
from forum.extensions import Base
from forum.groups.models import Group
from forum.lib.clock import UTCDateTime, utcnow

SECTIONS = {"debate": "debates", "entry": "blog"}


def when_set(name: str) -> Index:
    """An index of the few threads where this is set."""
    there = text(f"{name} IS NOT NULL")
    return Index(f"ix_threads_{name}", name, sqlite_where=there, postgresql_where=there)


class Thread(Base):
    """A conversation: an opening post and its replies. An entry may stand in no group: then it is public.

    `last_number` is the number last given to a post; `reply_count` counts the visible replies;
    `divider_count` counts the dividers among its posts, `pick_count` those that were picked. Pinned, it is on
    top of its group's list, and of all if `pinned_everywhere`. A job keeps the times.
    """

    __tablename__ = "threads"
    __table_args__ = (
        CheckConstraint("kind IN ('debate', 'entry')", name="kind"),
        CheckConstraint("state IN ('visible', 'pending', 'removed')", name="state"),
        CheckConstraint("kind = 'entry' OR group_id IS NOT NULL", name="place"),
        Index("ix_threads_list", "kind", "state", "last_activity", "id"),
        Index("ix_threads_created", "kind", "state", "created", "id"),
        Index("ix_threads_group_id", "group_id", "state", "last_activity", "id"),
        Index("ix_threads_author_id", "author_id", "kind", "state", "created", "id"),
        Index("ix_threads_unanswered", "kind", "state", "reply_count", "last_activity", "id"),
        Index("ix_threads_newest", "state", "created", "id"),
        Index("ix_threads_group_newest", "group_id", "state", "created", "id"),
        Index(
            "ix_threads_pinned",
            "last_activity",
            "id",
            sqlite_where=text("pinned = 1"),
            postgresql_where=text("pinned"),
        ),
        *map(when_set, ("closes_at", "opens_at", "pinned_until")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), active_history=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), active_history=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_name: Mapped[str] = mapped_column(String(120), default="")
    last_author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    last_author_name: Mapped[str] = mapped_column(String(120), default="")
    linked_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    last_activity: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    reply_count: Mapped[int] = mapped_column(default=0)
    last_number: Mapped[int] = mapped_column(default=0)
    divider_count: Mapped[int] = mapped_column(default=0)
    pinned: Mapped[bool] = mapped_column(default=False)
    closed: Mapped[bool] = mapped_column(default=False)
    pinned_everywhere: Mapped[bool] = mapped_column(default=True)
    pinned_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opens_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    slow_minutes: Mapped[int] = mapped_column(default=0)
    pick_count: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default="visible")
    gone_reason: Mapped[str] = mapped_column(String(2000), default="")
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    language: Mapped[str] = mapped_column(String(5), default="es")
    summary: Mapped[str] = mapped_column(String(400), default="")
    origin: Mapped[str | None] = mapped_column(String(255), unique=True)

    author: Mapped[User | None] = relationship(foreign_keys=[author_id], lazy="raise_on_sql")
    last_author: Mapped[User | None] = relationship(foreign_keys=[last_author_id], lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    linked: Mapped["Thread | None"] = relationship(remote_side=[id], lazy="raise_on_sql", post_update=True)
    tags: Mapped[list[Tag]] = relationship(
        secondary="thread_tags", order_by="ThreadTag.place", viewonly=True, lazy="raise_on_sql"
    )

    related: Mapped[list["Thread"]] = relationship(
        secondary="related_threads",
        primaryjoin="Thread.id == RelatedThread.thread_id",
        secondaryjoin="Thread.id == RelatedThread.other_id",
        order_by="RelatedThread.place",
        viewonly=True,
        lazy="raise_on_sql",
    )

    @property
    def open_to_all(self) -> bool:
        """Whether guests may read where it lives. Its group must be loaded."""
        return self.group is None or self.group.is_open

    @property
    def section(self) -> str:
        """The first part of the thread's address: `debates` or `blog`."""
        return SECTIONS[self.kind]

    @property
    def key(self) -> str:
        """The part of the address that names the thread: «12-permuta-de-lugo-a-vigo»."""
        return f"{self.id}-{self.slug}" if self.slug else str(self.id)


class ReadingPosition(Base):
    """The last number that a person has read of a thread."""

    __tablename__ = "reading_positions"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(
        ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]
