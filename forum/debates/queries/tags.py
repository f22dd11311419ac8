"""Tags by name and by use."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from forum.debates.models import Tag, Thread, ThreadTag
from forum.debates.queries.visible import visible_threads
from forum.extensions import db
from forum.lib.refusals import NotFound
from forum.permissions import Viewer


def find_tag(slug: str, viewer: Viewer) -> Tag:
    """The tag at `slug`; NotFound where no thread that `viewer` may see has it."""
    tag = db.session.scalar(select(Tag).where(Tag.slug == slug, known_tags(viewer)))
    if tag is None:
        raise NotFound
    return tag


def known_tags(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on Tag that a thread which `viewer` may see has it."""
    used = (
        select(ThreadTag.tag_id)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(ThreadTag.tag_id == Tag.id, visible_threads(viewer))
    )
    return used.exists()


def tag_list() -> Sequence[Tag]:
    """The tags on what everyone may read, in Spanish order."""
    return db.session.scalars(select(Tag).where(Tag.thread_count > 0).order_by(Tag.sort_key, Tag.id)).all()


def popular_tags(limit: int = 12) -> Sequence[Tag]:
    """The tags most used on what everyone may read."""
    return db.session.scalars(
        select(Tag)
        .where(Tag.thread_count > 0)
        .order_by(Tag.thread_count.desc(), Tag.sort_key, Tag.id)
        .limit(limit)
    ).all()
