"""What stands behind a form: drafts, texts held over an expired session, and forms already sent."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

MOST_DRAFTS = 200  # of one person


class Draft(Base):
    """A text not yet published, seen by its author alone. `thread_id` is set when it is a reply."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_user_id", "user_id", "updated"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    updated: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    origin: Mapped[str | None] = mapped_column(String(255), unique=True)


class HeldText(Base):
    """A form that arrived without a session, held a day under a secret that only its sender has."""

    __tablename__ = "held_texts"

    id: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow, index=True)


class Submission(Base):
    """A form that was published: the same form with the same text, sent again, gets the same answer.

    `text_key` is the same for texts that say the same, whoever wrote them; none for a short one.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("user_id", "token", "digest"),
        Index("ix_submissions_created", "created"),
        Index("ix_submissions_text_key", "text_key", "created"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    token: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    text_key: Mapped[str | None] = mapped_column(String(32))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
