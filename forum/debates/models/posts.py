"""Posts, and every version of their texts."""

import re
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.debates.models.threads import Thread
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

OLD_COMMENT = re.compile(r":comment:(\d+)$")
BEHIND = text("indexed_revision < revision")
PENDING = text("state = 'pending'")


class Post(Base):
    """One contribution. `number` is consecutive in its thread and never reused; none while pending.

    `body` is what was written, `body_html` what is shown, `body_text` what is searched.
    `indexed_revision < revision` means that search has yet to look at it. `picked` by moderators, it is
    linked above its thread; a `wiki` post is edited by whoever may write there.
    """

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        CheckConstraint("state IN ('visible', 'pending', 'hidden', 'removed')", name="state"),
        CheckConstraint("number IS NOT NULL OR state IN ('pending', 'removed')", name="numbered"),
        CheckConstraint("gone_by IN ('', 'author', 'moderation')", name="gone_by"),
        Index("ix_posts_author_id", "author_id", "created", "id"),
        Index("ix_posts_behind", "id", sqlite_where=BEHIND, postgresql_where=BEHIND),
        Index(
            "ix_posts_picked",
            "thread_id",
            "number",
            sqlite_where=text("picked = 1"),
            postgresql_where=text("picked"),
        ),
        Index("ix_posts_render_version", "render_version"),
        Index("ix_posts_pending", "created", "id", sqlite_where=PENDING, postgresql_where=PENDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), active_history=True)
    number: Mapped[int | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    author_name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[int | None]
    body: Mapped[str] = mapped_column(Text)
    body_format: Mapped[str] = mapped_column(String(10), default="markdown")
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    render_version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(5), default="es")
    state: Mapped[str] = mapped_column(String(20), default="visible")
    picked: Mapped[bool] = mapped_column(default=False)
    wiki: Mapped[bool] = mapped_column(default=False)
    gone_by: Mapped[str] = mapped_column(String(20), default="")
    gone_reason: Mapped[str] = mapped_column(String(2000), default="")
    gone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    indexed_revision: Mapped[int] = mapped_column(default=0)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    edited: Mapped[datetime | None] = mapped_column(UTCDateTime)
    origin: Mapped[str | None] = mapped_column(String(255), unique=True)

    thread: Mapped[Thread] = relationship(lazy="raise_on_sql")
    author: Mapped[User | None] = relationship(lazy="raise_on_sql")

    @property
    def visible(self) -> bool:
        """Whether its text is shown to everyone who may read the thread."""
        return self.state == "visible"

    @property
    def is_opening(self) -> bool:
        """Whether it is the opening post of its thread."""
        return self.number == 1

    @property
    def old_anchor(self) -> str:
        """The anchor that it had where it was imported from, if it had one: `comment-104`."""
        found = OLD_COMMENT.search(self.origin or "")
        return f"comment-{found[1]}" if found else ""


class PostRevision(Base):
    """One version of a post's text, kept from the first edit on: who wrote it, when and why.

    `withheld`: only who wrote the post and who moderates it read that version. `by_team`: moderators gave the
    post that text; only they are told who. `annulled`: taken back, so that the version before holds again.
    """

    __tablename__ = "post_revisions"
    __table_args__ = (UniqueConstraint("post_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    revision: Mapped[int]
    title: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    reason: Mapped[str] = mapped_column(String(300), default="")
    withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
    by_team: Mapped[bool] = mapped_column(default=False, server_default=false())
    annulled: Mapped[bool] = mapped_column(default=False, server_default=false())

    editor: Mapped[User | None] = relationship(lazy="raise_on_sql")
