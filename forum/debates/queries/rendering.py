"""The posts that an older renderer made."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.debates.models import Post
from forum.extensions import db
from forum.lib.markdown import RENDER_VERSION

OLDER = Post.render_version < RENDER_VERSION


def made_by_older(limit: int) -> Sequence[int]:
    """The ids of some of them, found by the index of versions."""
    return db.session.scalars(select(Post.id).where(OLDER).order_by(Post.render_version).limit(limit)).all()


def count_made_by_older() -> int:
    """How many they are."""
    return db.session.scalar(select(func.count()).select_from(Post).where(OLDER)) or 0
