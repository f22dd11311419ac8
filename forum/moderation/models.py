"""Flags, the cases that gather them, and the decisions taken."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

OPEN = text("state = 'open'")
CLOSED = text("closed IS NOT NULL")


class Case(Base):
    """All open flags about one post, handled as one. A post has at most one open case."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'decided', 'dismissed')", name="state"),
        Index("uq_cases_open_post", "post_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_state", "state", "opened", "id"),
        Index("ix_cases_closed", "closed", "id", sqlite_where=CLOSED, postgresql_where=CLOSED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    opened: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    closed: Mapped[datetime | None] = mapped_column(UTCDateTime)

    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    flags: Mapped[list["Flag"]] = relationship(lazy="raise_on_sql", order_by="Flag.id")
    decisions: Mapped[list["Decision"]] = relationship(lazy="raise_on_sql", order_by="Decision.id")


class Flag(Base):
    """One person's call for moderation of one post; one a person and case."""

    __tablename__ = "flags"
    __table_args__ = (UniqueConstraint("case_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(2000), default="")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Decision(Base):
    """What a moderator did to a post or a thread, with its reason; of a case, if there was one."""

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    act: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000), default="")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    post: Mapped[Post | None] = relationship(lazy="raise_on_sql")
    thread: Mapped[Thread] = relationship(lazy="raise_on_sql")
    moderator: Mapped[User | None] = relationship(lazy="raise_on_sql")
