"""What each person contributed, counted."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import User
from forum.extensions import Base

NO_GROUP = 0


class Contribution(Base):
    """How many visible posts of a person stand in a group's visible threads; group 0 is that of no group."""

    __tablename__ = "contributions"

    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    debates: Mapped[int] = mapped_column(default=0)
    entries: Mapped[int] = mapped_column(default=0)
    replies: Mapped[int] = mapped_column(default=0)
