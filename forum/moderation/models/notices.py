"""What people from anywhere say is illegal here."""

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.audit.models import Sealed
from forum.lib.clock import UTCDateTime, utcnow

KEPT = timedelta(days=365)  # the name and the mail, once the case is decided
NAMED = text("forgotten IS NULL")


def digest_of(token: str) -> str:
    """What is stored of a notice's private address: 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


class Notice(Sealed):
    """A notice of illegal content (Regulation (EU) 2022/2065, article 16), one flag in a case.

    `address` is what it says it is about, as a path of this site; `in_sight` whether whoever sent it could
    see that: of what they could not, they are told no more than that it was decided. `kind` is what it is
    said to be. `name` and `mail` may be empty, and are once they were `forgotten`; `person_id` is whoever
    was signed in. `digest` is of the token of the private address, which the program makes of `salt` and a
    key that is not in the database.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        Index("ix_notices_named", "case_id", sqlite_where=NAMED, postgresql_where=NAMED),
    )

    UNSEALED: ClassVar[frozenset[str]] = frozenset({"case_id"})  # moves with its flag, when cases become one

    year: Mapped[int]
    serial: Mapped[int]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    salt: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(500))
    in_sight: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(80), default="")
    mail: Mapped[str] = mapped_column(String(254), default="")
    language: Mapped[str] = mapped_column(String(5))
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    forgotten: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def number(self) -> str:
        """«2026-000123»."""
        return f"{self.year}-{self.serial:06}"
