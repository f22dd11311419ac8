"""Whom posts call with an at sign."""

from sqlalchemy import ForeignKey, true
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base


class Mention(Base):
    """A post called a person, «@usuario». It stays, no longer `there`, when an edit takes the name out."""

    __tablename__ = "mentions"

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    there: Mapped[bool] = mapped_column(default=True, server_default=true())
