"""Sites that were imported, and where what stood at their addresses is now."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base

LONGEST_PATH = 400
TARGETS = ("thread_id", "tag_id", "user_id", "file_id")


class OldSite(Base):
    """A site that was imported. `key` begins the `origin` of what came from it.

    `host` and `path` are those of its address, without slashes around them; empty where it is not known.
    """

    __tablename__ = "old_sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255), unique=True)
    host: Mapped[str] = mapped_column(String(255), default="")
    path: Mapped[str] = mapped_column(String(255), default="")


class OldAddress(Base):
    """Where an address of a site leads now: to a thread, a tag's threads, a person or a file.

    `path` is the part after the site's own address, in the form that the importer gives it.
    """

    __tablename__ = "old_addresses"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in TARGETS) + " = 1",
            name="target",
        ),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("old_sites.id", ondelete="CASCADE"), primary_key=True)
    path: Mapped[str] = mapped_column(String(LONGEST_PATH), primary_key=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), index=True)


class TakenFile(Base):
    """A file of a site that is kept here as `file_id`; `digest` is that of its bytes as they came."""

    __tablename__ = "taken_files"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), index=True)
