"""What machines ask of the site: whether it works, and what the sitemap lists."""

from collections.abc import Sequence

from sqlalchemy import func, select, text

from forum.debates.models import Thread
from forum.debates.queries import visible_threads
from forum.extensions import db
from forum.permissions import GUEST

PART = 10_000  # ids


def check_database() -> None:
    """Ask the database something that only a migrated one knows; SQLAlchemyError if it does not answer."""
    db.session.execute(text("SELECT count(*) FROM alembic_version")).one()


def sitemap_parts() -> range:
    """The numbers of the sitemap's parts: each holds the threads of ten thousand ids."""
    newest = db.session.scalar(select(func.max(Thread.id))) or 0
    return range(1, newest // PART + 2)


def sitemap_part(part: int) -> Sequence[Thread]:
    """The threads of one part that everyone may read; the protocol allows 50,000 a file (sitemaps.org)."""
    ids = Thread.id.between((part - 1) * PART, part * PART - 1)
    return db.session.scalars(select(Thread).where(ids, visible_threads(GUEST)).order_by(Thread.id)).all()
