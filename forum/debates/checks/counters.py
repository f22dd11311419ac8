"""Counts and dates that lists show, against what they are made of."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, or_, select, update

from forum.debates.models import Tag, Thread, ThreadTag
from forum.debates.queries import truths
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.checks import Check, Problem, made_from, rows, stored_value
from forum.lib.slugs import sort_key

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
    stored_value(Thread.reply_count, truths.replies),
    stored_value(Thread.last_activity, truths.last_activity),
    stored_value(Thread.last_author_id, truths.last_author),
    stored_value(Thread.divider_count, truths.dividers),
    stored_value(Thread.pick_count, truths.picks),
    stored_value(Group.thread_count, in_group),
    stored_value(Tag.thread_count, tagged.scalar_subquery()),
    stored_value(Tag.entry_count, tagged.where(Thread.kind == "entry").scalar_subquery()),
    Check("thread tag.opened", misdated, date_again),
    made_from(Tag.sort_key, lambda tag: sort_key(tag.name), Tag.name),
]
