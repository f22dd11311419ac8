"""What was decided, why, and what it would take to undo it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from forum.accounts.models import User
from forum.audit.models import Sealed
from forum.debates.models import Post, Thread, Transfer
from forum.lib.clock import UTCDateTime, utcnow
from forum.moderation.models.cases import Case

SANCTIONS = ("warn", "silence", "suspend", "unheed")
PERSON_ACTS = (*SANCTIONS, "lift", "clear")
MOVES = ("split", "merge", "transfer")
UNDO = timedelta(minutes=10)  # in which whoever decided can take it back, before anybody is told
SUBJECT = "thread_id IS NOT NULL OR person_id IS NOT NULL OR case_id IS NOT NULL"
WHOLE_THREAD = text("post_id IS NULL")
UNTOLD = text("told IS NULL AND undone IS NULL")


class Decision(Sealed):
    """What a moderator did to a post, a thread or a person, with its reasons; of a case, if there was one.

    It is in force at once. It can be undone for ten minutes; then the statement of reasons leaves (`told`).
    `person_id` is whom it concerns: who wrote what it is about, or who is sanctioned, `until` a moment.
    `ground` is what it rests on, the rules or the law, and `rule` which of them. `automated` says that
    nobody had to flag it: something that watches texts found it. `before` is what undoing it needs.
    `restricts` says whether it restricts anybody, as acts.py has it: only then does a ground count.
    `undone` is set when it was taken back, within ten minutes or by an appeal. `settles` says whether it
    ended its case, which goes on after what is done only meanwhile. `transfer` is how posts went from one
    thread to another by it.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint("ground IN ('rules', 'law')", name="ground"),
        CheckConstraint(SUBJECT, name="subject"),
        Index("ix_decisions_untold", "created", "id", sqlite_where=UNTOLD, postgresql_where=UNTOLD),
        Index("ix_decisions_person_id", "person_id", "id"),
        Index("ix_decisions_person_act", "person_id", "act", "id"),
        Index(
            "ix_decisions_whole_thread",
            "thread_id",
            "id",
            sqlite_where=WHOLE_THREAD,
            postgresql_where=WHOLE_THREAD,
        ),
        Index("ix_decisions_created", "created", "id"),
    )

    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    act: Mapped[str] = mapped_column(String(20))
    ground: Mapped[str] = mapped_column(String(10), default="rules", server_default="rules")
    rule: Mapped[str] = mapped_column(String(200), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(2000), default="")
    automated: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    restricts: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    settles: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    told: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone: Mapped[datetime | None] = mapped_column(UTCDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case | None] = relationship(lazy="raise_on_sql")
    post: Mapped[Post | None] = relationship(lazy="raise_on_sql")
    thread: Mapped[Thread | None] = relationship(lazy="raise_on_sql")
    person: Mapped[User | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    moderator: Mapped[User | None] = relationship(foreign_keys=[moderator_id], lazy="raise_on_sql")

    transfer: Mapped[Transfer | None] = relationship(
        primaryjoin=lambda: foreign(Decision.before)["transfer"].as_integer() == Transfer.id,
        viewonly=True,
        lazy="raise_on_sql",
    )

    @property
    def is_on_person(self) -> bool:
        """Whether it is a measure on a person, which only they are told of."""
        return self.act in PERSON_ACTS

    @property
    def moves_posts(self) -> bool:
        """Whether it moved posts, which the team can take back at any time."""
        return self.act in MOVES

    @property
    def annulled(self) -> bool:
        """Whether it was taken back after it was told: by a review, or what moved posts by the team too."""
        return self.told is not None and self.undone is not None

    @property
    def undo_ends(self) -> datetime:
        """Until when it can be taken back."""
        return self.created + UNDO

    @property
    def can_undo(self) -> bool:
        """Whether it can be taken back now."""
        return not self.told and not self.undone and self.undo_ends > utcnow()
