"""Reasons that the team gives often."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base


class SavedReply(Base):
    """A text that moderators put among the reasons of a decision, and then change for the case; `name` is
    what they choose it by."""

    __tablename__ = "saved_replies"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(2000))
