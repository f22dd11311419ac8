"""What people were told officially, as it was sent."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class Communication(Base):
    """A message of the site to one person, such as a decision about them, kept as it was sent.

    `kind` is the sender's word for what it is about. `subject` and `body`, a plain text, are in `language`,
    which was the recipient's; `link` is the path of what it speaks of, or empty.
    """

    __tablename__ = "communications"
    __table_args__ = (Index("ix_communications_user_id", "user_id", "created", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(30))
    language: Mapped[str] = mapped_column(String(5))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
