"""Pictures that people uploaded: what is known of each, who did, and which posts show it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime, utcnow


class File(Base):
    """A picture in the store. `name`: the digest of its bytes, an extension; `kept`: when it last came."""

    __tablename__ = "files"
    __table_args__ = (Index("ix_files_kept", "kept"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    mime: Mapped[str] = mapped_column(String(40))
    kept: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class Upload(Base):
    """A person brought a file: they see it before a post shows it. Several may bring the same."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_user_id", "user_id", "created"),)

    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    created: Mapped[datetime] = mapped_column(UTCDateTime, default=utcnow)


class PostFile(Base):
    """A post shows a file, in its text or an earlier version of it; `withheld`: only in versions that are."""

    __tablename__ = "post_files"
    __table_args__ = (Index("ix_post_files_file_id", "file_id"),)

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    withheld: Mapped[bool] = mapped_column(default=False, server_default=false())
