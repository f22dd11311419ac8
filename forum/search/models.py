"""What there is yet to look at for saved searches and related threads, and the words that people write."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base
from forum.lib.clock import UTCDateTime
from forum.lib.columns import by_bytes


class NewPost(Base):
    """A post that was published and that some saved search has not looked at.

    Once it is indexed it gets the number of a turn: the posts of a turn are looked at together, and a saved
    search keeps the number of the last turn that was looked at for it. Ids would not do: on PostgreSQL a
    lower one may be committed later.
    """

    __tablename__ = "new_posts"
    __table_args__ = (
        Index(
            "ix_new_posts_waiting",
            "post_id",
            sqlite_where=text("turn IS NULL"),
            postgresql_where=text("turn IS NULL"),
        ),
    )

    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int | None] = mapped_column(index=True)


class SearchWord(Base):
    """A word as people write it, in lower case, and roughly how many posts have it.

    What somebody types and nobody wrote is compared with these. `word` is the same without accents.
    """

    __tablename__ = "search_words"

    written: Mapped[str] = mapped_column(by_bytes(40), primary_key=True)
    word: Mapped[str] = mapped_column(by_bytes(40), index=True)
    posts: Mapped[int]


class RelatedLook(Base):
    """When to look next for the threads that are related to one.

    `changed`: it is new or not as it was, so that those that are found are to look again too.
    """

    __tablename__ = "related_looks"

    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), primary_key=True)
    due: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    changed: Mapped[bool]
