"""Who wants the summary, and which week they were told of last."""

from datetime import date

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base


class WeeklySummary(Base):
    """A moderator's summaries: whether they want them, and the Monday of the last one that was written.

    Who has no row yet gets one, and the first summary on the Monday after.
    """

    __tablename__ = "weekly_summaries"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    week: Mapped[date]
