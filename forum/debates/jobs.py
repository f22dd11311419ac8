"""What happens later to what people wrote: pictures that nothing shows are forgotten, and old forms; texts
that an older renderer made are made again."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, select

from forum.debates.actions.arranging import TIMED, keep_time
from forum.debates.actions.refusals import PostMoved
from forum.debates.actions.texts import render_again
from forum.debates.actions.writing import KEPT_FOR, forget_sent
from forum.debates.models import Draft, File, Post, PostFile, Submission, Thread
from forum.debates.queries.files import named_in
from forum.debates.queries.rendering import made_by_older
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.files import file_store
from forum.lib.jobs import job
from forum.lib.logs import log
from forum.lib.markdown import rendered
from forum.lib.transactions import transaction

UNUSED_FOR = timedelta(days=7)
BATCH = 100
A_WHILE = 20.0  # seconds, after which others have their turn


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
def keep_thread_times() -> None:
    """Close, open and unpin the threads that were to be so by now."""
    due = select(Thread.id).where(or_(*(getattr(Thread, name) <= utcnow() for name in TIMED)))
    for thread_id in db.session.scalars(due.order_by(Thread.id)).all():
        with transaction():
            keep_time(db.session.get_one(Thread, thread_id))


@job
def forget_sent_forms() -> None:
    """Forget which forms were sent more than a week ago: nobody sends those again."""
    old = Submission.created < utcnow() - KEPT_FOR
    if db.session.scalar(select(Submission.id).where(old).limit(1)) is not None:
        with transaction():
            forget_sent()


@job
def render_older() -> None:
    """Render again, for a while, what an older renderer made: the posts themselves tell how far it is."""
    until = time.monotonic() + A_WHILE
    while post_ids := made_by_older(BATCH):
        render_each(post_ids)
        log.info("rendered again", posts=len(post_ids))
        if time.monotonic() > until:
            render_older.enqueue()
            return


def render_each(post_ids: Sequence[int]) -> None:
    """Render posts again, each in a transaction of its own: who writes meanwhile does not wait for all."""
    for post_id in post_ids:
        post = db.session.get_one(Post, post_id)
        read, text = post.body, rendered(post.body, post.body_format)
        if text is None:
            log.warning("text refused by now", post=post_id)
        try:
            with transaction():
                render_again(post, read, text)
        except PostMoved:  # at the next look
            continue
        db.session.expunge_all()
