"""What happens later to what people wrote: pictures that nothing shows are forgotten, and old forms."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select

from forum.debates.actions.writing import KEPT_FOR, forget_sent
from forum.debates.models import Draft, File, PostFile, Submission
from forum.debates.queries.files import named_in
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.jobs import job
from forum.lib.transactions import transaction

UNUSED_FOR = timedelta(days=7)
BATCH = 100


def unused(before: datetime) -> ColumnElement[bool]:
    """The condition on File that it came before then, and that no post shows it and no draft names it."""
    shown = select(PostFile.file_id).where(PostFile.file_id == File.id)
    named = select(Draft.id).where(named_in(File.name))
    return and_(File.kept < before, ~shown.exists(), ~named.exists())


@job
def forget_unused_files() -> None:
    """Delete what nothing shows and nobody brought in a week: first the rows, then the files."""
    before = utcnow() - UNUSED_FOR
    if db.session.scalar(select(File.id).where(unused(before)).limit(1)) is None:
        return
    with transaction():
        names = forget_files(before)
    for name in names:
        file_store().delete(name, before)


def forget_files(before: datetime) -> list[str]:
    """Delete the rows of unused files and give their names.

    They are held first and looked at again: a post that shows one now waits, or was there before.
    """
    held = select(File.id).where(unused(before)).order_by(File.id).limit(BATCH).with_for_update()
    ids = db.session.scalars(held).all()
    gone = delete(File).where(File.id.in_(ids), unused(before)).returning(File.name)
    return list(db.session.scalars(gone, execution_options={"synchronize_session": False}))


@job
def forget_sent_forms() -> None:
    """Forget which forms were sent more than a week ago: nobody sends those again."""
    old = Submission.created < utcnow() - KEPT_FOR
    if db.session.scalar(select(Submission.id).where(old).limit(1)) is not None:
        with transaction():
            forget_sent()
