"""People and what signing in needs."""

import re
import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.columns import by_bytes

ROLES = ("member", "moderator", "admin")
SCOPES = ("read", "write", "moderate")
TONES = 7
TEAM = text("role != 'member'")


def new_session_token() -> str:
    """What a session is bound to: a new one ends every session of the person."""
    return secrets.token_urlsafe(24)


def lasts(until: datetime | None) -> bool:
    """Whether what ends at a moment, if there is one, is not over."""
    return until is not None and until > utcnow()


class User(UserMixin, Base):
    """A person. Authors that were imported have no e-mail or password until they claim the account."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("role IN ('member', 'moderator', 'admin')", name="role"),
        CheckConstraint("state IN ('active', 'suspended', 'erased')", name="state"),
        Index("ix_users_sort_key", "sort_key", "id"),
        Index("ix_users_team", "id", sqlite_where=TEAM, postgresql_where=TEAM),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40))
    username_key: Mapped[str] = mapped_column(String(40), unique=True)
    skeleton: Mapped[str] = mapped_column(String(40), index=True, server_default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    session_token: Mapped[str] = mapped_column(String(40), unique=True, default=new_session_token)
    role: Mapped[str] = mapped_column(String(20), default="member")
    state: Mapped[str] = mapped_column(String(20), default="active")
    display_name: Mapped[str] = mapped_column(String(80), default="")
    sort_key: Mapped[str] = mapped_column(by_bytes(160))
    position: Mapped[str] = mapped_column(String(120), default="")
    organisation: Mapped[str] = mapped_column(String(160), default="")
    place: Mapped[str] = mapped_column(String(80), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    language: Mapped[str | None] = mapped_column(String(5))  # chosen; None: as the browser asks
    follows_own: Mapped[bool] = mapped_column(default=True, server_default=true())  # what they write in
    news_mail: Mapped[str] = mapped_column(String(10), default="daily", server_default="daily")
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    last_seen: Mapped[datetime | None] = mapped_column(UTCDateTime)
    silenced_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    suspended_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    origin: Mapped[str | None] = mapped_column(String(255), unique=True)

    @property
    def name(self) -> str:
        """What others read: the display name, or the username where there is none."""
        return self.display_name or self.username

    @property
    def initials(self) -> str:
        """Up to two letters for the picture that stands for the person."""
        words = re.findall(r"\w+", self.name.replace("_", " "))
        return "".join(word[0] for word in words[:2]).upper() if len(words) > 1 else self.name[:2].upper()

    @property
    def tone(self) -> int:
        """The person's hue, 1 to 7, always the same."""
        return sum(self.username_key.encode()) % TONES + 1

    @property
    def job(self) -> str:
        """«Puesto, Organismo», as far as the person said."""
        return ", ".join(part for part in (self.position, self.organisation) if part)

    @property
    def roles(self) -> frozenset[str]:
        """This role and those it includes; none while suspended, so that one reads as a guest does."""
        if self.state == "erased" or self.suspended:
            return frozenset()
        return frozenset(ROLES[: ROLES.index(self.role) + 1])

    @property
    def suspended(self) -> bool:
        """Whether they read as a guest does, for now. It ends by itself, if it has an end."""
        if self.state != "suspended":
            return lasts(self.suspended_until)
        return True

    @property
    def silenced(self) -> bool:
        """Whether they write nothing that others read, for now. It ends by itself."""
        return lasts(self.silenced_until)

    @property
    def has_account(self) -> bool:
        """Whether somebody can sign in as this person; imported authors are only names at first."""
        return self.password_hash is not None

    @property
    def is_unclaimed(self) -> bool:
        """Whether it was imported and nobody has made it theirs yet."""
        return self.origin is not None and not self.has_account

    @property
    def is_active(self) -> bool:
        """Whether the person may be signed in: Flask-Login asks."""
        return self.state != "erased" and self.confirmed_at is not None

    def get_id(self) -> str:
        """What Flask-Login keeps in the session instead of the row's id."""
        return self.session_token


class SignInFailure(Base):
    """One failed try to sign in, kept to slow down guessing; `who` and `address` are keyed digests."""

    __tablename__ = "sign_in_failures"
    __table_args__ = (
        Index("ix_sign_in_failures_who_at", "who", "at"),
        Index("ix_sign_in_failures_address_at", "address", "at"),
        Index("ix_sign_in_failures_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class ApiToken(Base):
    """A token with which a program acts for a person, as far as its scope goes. Only its digest is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("scope IN ('read', 'write', 'moderate')", name="scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    scope: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(80), default="")
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)
    expires: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_used: Mapped[datetime | None] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship(lazy="raise_on_sql")
