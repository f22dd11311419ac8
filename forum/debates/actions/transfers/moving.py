"""One transfer: what every way of moving posts does."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import ColumnElement, update

from forum.debates.actions.counts import recounted
from forum.debates.actions.locks import lock_thread
from forum.debates.actions.transfers.places import BY_ROWS, answer_there, leave_pointers, take_next_numbers
from forum.debates.actions.transfers.readers import lead_readers
from forum.debates.actions.transfers.refusals import NothingChosen, NotShown
from forum.debates.models import Post, Thread, Transfer
from forum.debates.queries import truths
from forum.debates.signals import posts_moved
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import hold
from forum.lib.numbers import Ranges

STORED = [
    "reply_count",
    "last_activity",
    "last_author_id",
    "last_author_name",
    "divider_count",
    "pick_count",
]
PLACE = ["thread_id", "thread", "number", "reply_to", "indexed_revision"]


def lock_threads(*threads: Thread) -> None:
    """Hold several threads, by id as everywhere, and read them again."""
    hold(Thread, Thread.id.in_([thread.id for thread in threads]))
    for thread in threads:
        lock_thread(thread)


def require_shown(*threads: Thread) -> None:
    """Raise NotShown unless all of them are."""
    if any(thread.state != "visible" for thread in threads):
        raise NotShown


def readers_of(thread: Thread) -> int | None:
    """Who may read it: None everybody, else the members of the private group with this id."""
    return None if thread.open_to_all else thread.group_id


def numbered_in(numbers: Ranges) -> ColumnElement[bool]:
    """The condition on Post that its number is one of these."""
    return numbers.holds(Post.number)


def transfer(
    kind: str, source: Thread, target: Thread, *which: ColumnElement[bool], all_of_it: bool = False
) -> Transfer:
    """Move posts to the end of another thread; both are held. `all_of_it`: nothing stays there.

    Raises NothingChosen.
    """
    moved = begun(kind, source, target, all_of_it)
    with emptied(source) if all_of_it else nullcontext():
        many = leave_pointers(moved, *which)
        if not many:
            raise NothingChosen
        target.last_number += many
        moved.last = target.last_number
        db.session.flush()
        take_next_numbers(moved)
        answer_there(moved)
        lead_readers(moved)
        settle(moved, source, target)
    return moved


def begun(kind: str, source: Thread, target: Thread, all_of_it: bool) -> Transfer:
    """The row of a transfer that begins."""
    moved = Transfer(
        kind=kind,
        source_id=source.id,
        target_id=target.id,
        first=target.last_number + 1,
        emptied=all_of_it,
        at=utcnow(),
    )
    db.session.add(moved)
    db.session.flush()
    return moved


@contextmanager
def emptied(source: Thread) -> Iterator[None]:
    """Take the thread out of sight and out of the counts once its posts are elsewhere."""
    with recounted(source):
        yield
        source.state, source.gone_at = "removed", utcnow()


def settle(moved: Transfer, source: Thread, target: Thread) -> None:
    """Store again what both threads show of their posts, and tell who listens."""
    recount(source, target)
    for thing in db.session.identity_map.values():
        if isinstance(thing, Post):
            db.session.expire(thing, PLACE)
    posts_moved.send(moved, source=source, target=target)


def recount(*threads: Thread) -> None:
    """Store again what these threads show of their posts, in one statement."""
    db.session.flush()
    values = {
        "reply_count": truths.replies,
        "last_activity": truths.last_activity,
        "last_author_id": truths.last_author,
        "last_author_name": truths.last_author_name,
        "divider_count": truths.dividers,
        "pick_count": truths.picks,
    }
    db.session.execute(
        update(Thread).where(Thread.id.in_([thread.id for thread in threads])).values(values),
        execution_options=BY_ROWS,
    )
    for thread in threads:
        db.session.refresh(thread, STORED)
