"""Counts and dates that lists show, against what they are made of."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, or_, select, update

from forum.debates.models import Post, Tag, Thread, ThreadTag
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.checks import Check, Problem, made_from, rows, stored_value
from forum.lib.slugs import sort_key

CHANGED = {"revision": Thread.revision + 1}  # what a thread's pages show changes with it

replies = (
    select(func.count())
    .where(Post.thread_id == Thread.id, Post.number > 1, Post.state == "visible")
    .correlate(Thread)
    .scalar_subquery()
)
numbered = select(Post).where(Post.thread_id == Thread.id, Post.number.is_not(None)).correlate(Thread)
latest = numbered.order_by(Post.created.desc(), Post.number.desc()).limit(1)
last_activity = latest.with_only_columns(Post.created).scalar_subquery()
last_author = latest.with_only_columns(Post.author_id).scalar_subquery()
in_group = (
    select(func.count())
    .where(Thread.group_id == Group.id, Thread.state == "visible")
    .correlate(Group)
    .scalar_subquery()
)
tagged = (
    select(func.count())
    .select_from(ThreadTag)
    .join(Thread, Thread.id == ThreadTag.thread_id)
    .outerjoin(Group, Group.id == Thread.group_id)
    .where(ThreadTag.tag_id == Tag.id, Thread.state == "visible")
    .where(or_(Thread.group_id.is_(None), Group.visibility == "open"))
    .correlate(Tag)
)


def misdated() -> Iterator[Problem]:
    """Tags of threads that do not stand at the moment when the thread was opened."""
    wrong = (
        select(ThreadTag.thread_id, ThreadTag.tag_id, ThreadTag.opened, Thread.created)
        .join(Thread, Thread.id == ThreadTag.thread_id)
        .where(ThreadTag.opened != Thread.created)
        .order_by(ThreadTag.thread_id, ThreadTag.tag_id)
    )
    for thread_id, tag_id, stored, true in rows(wrong):
        yield Problem(f"thread {thread_id} in tag {tag_id}", "opened", stored, true, thread_id)


def date_again(ids: Sequence[int]) -> None:
    """Put the tags of these threads at the moment when the thread was opened."""
    moment = select(Thread.created).where(Thread.id == ThreadTag.thread_id).scalar_subquery()
    db.session.execute(
        update(ThreadTag).where(ThreadTag.thread_id.in_(ids)).values(opened=moment),
        execution_options={"synchronize_session": False},
    )


COUNTERS = [
    stored_value(Thread.reply_count, replies, **CHANGED),
    stored_value(Thread.last_activity, last_activity, **CHANGED),
    stored_value(Thread.last_author_id, last_author, **CHANGED),
    stored_value(Group.thread_count, in_group),
    stored_value(Tag.thread_count, tagged.scalar_subquery()),
    stored_value(Tag.entry_count, tagged.where(Thread.kind == "entry").scalar_subquery()),
    Check("thread tag.opened", misdated, date_again),
    made_from(Tag.sort_key, lambda tag: sort_key(tag.name), Tag.name),
]
