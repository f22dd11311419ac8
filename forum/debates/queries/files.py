"""Which uploaded files there are, and who may see them."""

from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.debates.models import Draft, File, Post, PostFile, Thread, Upload
from forum.debates.queries.visible import moderated_threads, visible_posts
from forum.extensions import db
from forum.lib.refusals import NotFound
from forum.permissions import Viewer


def visible_files(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on File that `viewer` may see it.

    Who may read a text that shows it may, whoever brought it, who wrote a post that has it, and who moderates
    its thread: a file that only removed posts or withheld versions show is no longer public, and one of a
    private group is its own.
    """
    shown = select(PostFile.file_id).join(Post, Post.id == PostFile.post_id).join(Thread)
    public = and_(PostFile.withheld.is_(False), visible_posts(viewer))
    theirs = Post.author_id == viewer.id if viewer.id else false()
    shown = shown.where(PostFile.file_id == File.id, or_(public, theirs, moderated_threads(viewer)))
    brought = select(Upload.file_id).where(Upload.file_id == File.id, Upload.user_id == viewer.id)
    return or_(shown.exists(), brought.exists())


def named_in(name: InstrumentedAttribute[str] | str) -> ColumnElement[bool]:
    """The condition on Draft that it names a file."""
    return or_(Draft.body.contains(name), cast(Draft.fields, Text).contains(name))


def find_file(name: str, viewer: Viewer) -> File:
    """The file of this name. NotFound, also if it may not be known to exist."""
    file = db.session.scalar(select(File).where(File.name == name, visible_files(viewer)))
    if file is None:
        raise NotFound
    return file


def uploads_since(user_id: int, since: datetime) -> tuple[int, int]:
    """How many files a person brought since then, and their bytes."""
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(File.size), 0))
        .select_from(Upload)
        .join(File, File.id == Upload.file_id)
        .where(Upload.user_id == user_id, Upload.created > since)
    ).one()
    return row[0], row[1]
