"""What saved searches have yet to look at."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.extensions import Base


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
