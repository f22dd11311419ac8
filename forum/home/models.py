"""The versions of the duty pages, and what the operator said about themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import User
from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class DutyVersion(Base):
    """A version of a duty page in a language. Rows are only added; the highest `number` is what is shown.

    `body` is Markdown with blanks; None says that the page went back to the built-in text.
    """

    __tablename__ = "duty_versions"
    __table_args__ = (UniqueConstraint("page", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    number: Mapped[int]
    body: Mapped[str | None] = mapped_column(Text)
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    reason: Mapped[str] = mapped_column(String(300), default="")

    editor: Mapped[User | None] = relationship(lazy="raise_on_sql")


class BlankValue(Base):
    """What the operator filled a blank in with: the name of their organisation, an address."""

    __tablename__ = "blank_values"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
