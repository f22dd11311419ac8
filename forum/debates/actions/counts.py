"""Counts that pages show, kept in the transaction that changes what they count."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import or_, select, update

from forum.debates.models import Tag, Thread, ThreadTag
from forum.debates.names import OPENED
from forum.debates.signals import thread_placed
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.locks import hold
from forum.lib.pages import touching


@contextmanager
def recounted(thread: Thread, *, into: int | None = None, tags: Sequence[Tag] = ()) -> Iterator[None]:
    """Run a change of the thread's state, group or tags, and keep the counts of groups and tags right.

    `into` is the group that it will be in, and `tags` those that it will have, where the block changes them.
    """
    hold_counted(thread, into, tags)
    state, group_id = thread.state, thread.group_id
    count(thread, -1)
    yield
    db.session.flush()
    count(thread, +1)
    if (state, group_id) != (thread.state, thread.group_id):
        thread_placed.send(thread, state=state, group_id=group_id)


def hold_counted(thread: Thread, into: int | None, tags: Sequence[Tag]) -> None:
    """Hold what counts the thread now, and what will."""
    hold(Group, Group.id.in_({thread.group_id, into} - {None}))
    tagged = select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
    hold(Tag, or_(Tag.id.in_(tagged), Tag.id.in_([tag.id for tag in tags])))


def count(thread: Thread, by: int) -> None:
    """Add `by` to what counts the thread: its group, and its tags if everyone may read it."""
    if thread.state != "visible":
        return
    if thread.group_id is not None:
        db.session.execute(
            update(Group).where(Group.id == thread.group_id).values(thread_count=Group.thread_count + by),
            execution_options=touching(OPENED),
        )
    if is_public(thread):
        tags = select(ThreadTag.tag_id).where(ThreadTag.thread_id == thread.id)
        counts = {"thread_count": Tag.thread_count + by}
        if thread.kind == "entry":
            counts["entry_count"] = Tag.entry_count + by
        db.session.execute(
            update(Tag).where(Tag.id.in_(tags)).values(counts), execution_options=touching(OPENED)
        )


def is_public(thread: Thread) -> bool:
    """Whether everyone may read the thread, guests included, as far as its group goes."""
    if thread.group_id is None:
        return True
    return db.session.scalar(select(Group.visibility).where(Group.id == thread.group_id)) == "open"
