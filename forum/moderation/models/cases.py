"""Flags, the cases that gather them, and the team's notes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from forum.accounts.models import User
from forum.debates.models import Post
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow
from forum.moderation.models.notices import Notice

OPEN_STATES = ("new", "in_hand")
OPEN = text("state IN ('new', 'in_hand')")
WAITING = text("state IN ('new', 'in_hand', 'appealed')")
SOURCES = ("person", "notice", "automatic")
FULL_WEIGHT = 100  # of a flag by somebody whose flags are not usually rejected


class Case(Base):
    """All open flags about one post or person, handled as one. A thing has at most one open case.

    It is new until a moderator takes it in hand, then decided; a decision that is appealed against opens
    it again to be heard, and once heard, or once nobody can appeal, it is closed. A case about neither a
    post nor a person is about the `place` that a notice names. `about_id` is whom it concerns: who wrote
    the post, or whose profile it is. `weight` is the sum of its flags'. `into` is the case where
    its flags went, if they did.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'in_hand', 'decided', 'appealed', 'closed')", name="state"),
        CheckConstraint("post_id IS NULL OR person_id IS NULL", name="subject"),
        Index("uq_cases_open_post", "post_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("uq_cases_open_person", "person_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_open", "opened", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_open_weight", "weight", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_cases_waiting", "opened", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_cases_state", "state", "opened", "id"),
        Index("ix_cases_decided", "decided", "id"),
        Index("ix_cases_post_id", "post_id"),
        Index("ix_cases_person_id", "person_id"),
        Index("ix_cases_about_id", "about_id", "id"),
        Index("ix_cases_assignee_id", "assignee_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    place: Mapped[str] = mapped_column(String(500), default="", server_default="")
    state: Mapped[str] = mapped_column(String(20), default="new")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    weight: Mapped[int] = mapped_column(default=0, server_default="0")
    opened: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    decided: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed: Mapped[datetime | None] = mapped_column(UTCDateTime)

    lapsed: Mapped[bool | None] = query_expression()  # loaded with `lapsed()`: its assignee cannot decide now

    post: Mapped[Post | None] = relationship(lazy="raise_on_sql")
    person: Mapped[User | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id], lazy="raise_on_sql")
    flags: Mapped[list["Flag"]] = relationship(lazy="raise_on_sql", order_by="Flag.id")
    notices: Mapped[list[Notice]] = relationship(lazy="raise_on_sql", order_by=Notice.id)
    notes: Mapped[list["CaseNote"]] = relationship(lazy="raise_on_sql", order_by="CaseNote.id")
    into: Mapped["Case | None"] = relationship(
        secondary="moved_cases",
        primaryjoin="Case.id == MovedCase.case_id",
        secondaryjoin="Case.id == MovedCase.into_id",
        viewonly=True,
        lazy="raise_on_sql",
    )

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state in OPEN_STATES

    @property
    def in_hands(self) -> User | None:
        """Who has it in hand, unless they can no longer decide it. Loads nothing."""
        return None if self.lapsed else self.assignee


UNREAD = "approval"  # the reason of an automatic flag for a change where all is approved: nothing was found


class Flag(Base):
    """One call for moderation: by a person (one a person and case), a notice, or what watches texts.

    `weight` is FULL_WEIGHT, or less where the person's flags are usually rejected; `told`: when whoever
    flagged was told the outcome.
    """

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("case_id", "user_id"),
        Index("ix_flags_user_id", "user_id", "id"),
        CheckConstraint("source IN ('person', 'notice', 'automatic')", name="source"),
        CheckConstraint("(user_id IS NOT NULL) OR source <> 'person'", name="who"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    source: Mapped[str] = mapped_column(String(10), default="person", server_default="person")
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(2000), default="")
    weight: Mapped[int] = mapped_column(default=FULL_WEIGHT, server_default=str(FULL_WEIGHT))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")


class MovedCase(Base):
    """The flags and notices of a case went to another, about the same thing: `into_id`, wherever they are."""

    __tablename__ = "moved_cases"
    __table_args__ = (Index("ix_moved_cases_into_id", "into_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))


class CaseNote(Base):
    """What moderators tell one another in a case. Nobody else reads it."""

    __tablename__ = "case_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(String(4000))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)

    author: Mapped[User] = relationship(lazy="raise_on_sql")
