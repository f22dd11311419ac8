"""What the administrators set: who needs approval, how much is a flood, which words are watched."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow

APPROVALS = ("nobody", "new", "all")
ACTIONS = ("block", "approve", "flag", "replace")


class ScreeningSettings(Base):
    """The site's own: one row. `version` is another whenever anything of this file changes.

    A person is new until `new_until` posts of theirs are in sight; 0: nobody is. Posts in `flood_minutes` and
    texts that say the same in `copies_hours` are counted; 0: they are not.
    """

    __tablename__ = "screening_settings"
    __table_args__ = (CheckConstraint("approval IN ('nobody', 'new', 'all')", name="approval"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(32))
    approval: Mapped[str] = mapped_column(String(10), default="nobody")
    new_until: Mapped[int] = mapped_column(default=3)
    new_links: Mapped[int] = mapped_column(default=5)
    flood_posts: Mapped[int] = mapped_column(default=30)
    flood_minutes: Mapped[int] = mapped_column(default=10)
    copies: Mapped[int] = mapped_column(default=3)
    copies_hours: Mapped[int] = mapped_column(default=24)


class ScreeningGroup(Base):
    """What is otherwise in a group; None: as the site has it."""

    __tablename__ = "screening_groups"
    __table_args__ = (CheckConstraint("approval IN ('nobody', 'new', 'all')", name="approval"),)

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    approval: Mapped[str | None] = mapped_column(String(10))
    new_links: Mapped[int | None]


class WatchedPattern(Base):
    """A word or phrase that texts are read for, and what happens to one that has it."""

    __tablename__ = "watched_patterns"
    __table_args__ = (CheckConstraint("action IN ('block', 'approve', 'flag', 'replace')", name="action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pattern: Mapped[str] = mapped_column(String(200), unique=True)
    action: Mapped[str] = mapped_column(String(10))
    replacement: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    creator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
