"""What all people are told officially."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class Announcement(Base):
    """A communication to everybody who has an account when it is made, such as that the rules change.

    `subjects` by language; `fields` are what the template is filled with. The people up to the id `last` are
    written to in the order of their ids: those up to `reached` have been, and all once it is `done`.
    """

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    template: Mapped[str] = mapped_column(String(60))
    subjects: Mapped[dict[str, str]] = mapped_column(JSON)
    fields: Mapped[dict[str, object]] = mapped_column(JSON)
    link: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    last: Mapped[int]
    reached: Mapped[int] = mapped_column(default=0)
    done: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def subject_in(self, language: str) -> str:
        """The subject in a language; in another where it was not offered yet."""
        return self.subjects.get(language) or next(iter(self.subjects.values()))
