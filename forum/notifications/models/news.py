"""What a person is told of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

UNREAD = text("read IS NULL")


def unread_once(name: str, *columns: str) -> Index:
    """There is one unread notification of these columns at most."""
    return Index(name, *columns, unique=True, sqlite_where=UNREAD, postgresql_where=UNREAD)


class Notification(Base):
    """A piece of news for a person, in the place of several while it is unread.

    `thread`: there is something new in a thread that they follow; `answer`: somebody answered them in one
    that they don't; `mention`: somebody called them there by name. These are about the posts numbered from
    `first` to `last`: how many those are, and who may read them, is asked when it is shown. `search`: a saved
    search has new posts, which are FoundPosts. `communication`: they were written to officially, once.
    `at` is when the latest came, `to_mail` says that a mail may have to tell of it.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        CheckConstraint("kind IN ('thread', 'answer', 'mention', 'search', 'communication')", name="kind"),
        CheckConstraint("(thread_id IS NOT NULL) = (kind IN ('thread', 'answer', 'mention'))", name="thread"),
        CheckConstraint("(search_id IS NOT NULL) = (kind = 'search')", name="search"),
        CheckConstraint("(communication_id IS NOT NULL) = (kind = 'communication')", name="communication"),
        unread_once("uq_notifications_unread_thread", "user_id", "thread_id"),
        unread_once("uq_notifications_unread_search", "search_id"),
        Index("uq_notifications_communication_id", "communication_id", unique=True),
        Index("ix_notifications_user_id", "user_id", "at", "id"),
        Index("ix_notifications_search_id", "search_id"),
        Index("ix_notifications_read", "read"),
        Index(
            "ix_notifications_to_mail",
            "user_id",
            sqlite_where=text("to_mail = 1"),
            postgresql_where=text("to_mail"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(20))
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"))
    search_id: Mapped[int | None] = mapped_column(ForeignKey("saved_searches.id", ondelete="CASCADE"))
    communication_id: Mapped[int | None] = mapped_column(ForeignKey("communications.id", ondelete="CASCADE"))
    first: Mapped[int] = mapped_column(default=0)
    last: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    read: Mapped[datetime | None] = mapped_column(UTCDateTime)
    to_mail: Mapped[bool] = mapped_column(default=True)
    mailed: Mapped[datetime | None] = mapped_column(UTCDateTime)


class FoundPost(Base):
    """A post that a saved search found, and a notification tells of."""

    __tablename__ = "found_posts"

    notification_id: Mapped[int] = mapped_column(
        ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(
        ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
