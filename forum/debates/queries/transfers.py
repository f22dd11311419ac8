"""Posts that are about to move, or did: what a moderator looks at before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.debates.models import Post, Thread, Transfer
from forum.debates.queries.visible import (
    in_visible_groups,
    moderated_threads,
    reached_threads,
    visible_threads,
)
from forum.extensions import db
from forum.lib.numbers import Ranges
from forum.lib.refusals import NotFound
from forum.permissions import Viewer

SHOWN = 5  # posts of a preview
LATEST = 20


@dataclass(frozen=True)
class Chosen:
    """Posts of a thread that would move: the first of them, the last, and how many they are."""

    first: Sequence[Post]
    last: Post | None
    count: int


def chosen_posts(thread: Thread, numbers: Ranges | None) -> Chosen:
    """What those numbers of a thread hold; all there is, without numbers."""
    here = [Post.thread_id == thread.id, Post.number.is_not(None)]
    if numbers is not None:
        here.append(numbers.holds(Post.number))
    posts = select(Post).where(*here).options(joinedload(Post.author))
    first = db.session.scalars(posts.order_by(Post.number).limit(SHOWN)).all()
    last = db.session.scalars(posts.order_by(Post.number.desc()).limit(1)).first()
    count = db.session.scalar(select(func.count()).select_from(Post).where(*here)) or 0
    return Chosen(first, last if count > len(first) else None, count)


LONGEST = 200  # characters of a title that is looked for


def threads_titled(words: str, viewer: Viewer) -> Sequence[Thread]:
    """The latest threads with these words in their titles that `viewer` decides on; a few."""
    titled = [Thread.title.icontains(word, autoescape=True) for word in words[:LONGEST].split()[:5]]
    there = visible_threads(viewer), moderated_threads(viewer), reached_threads(viewer)
    query = select(Thread).where(*there, *titled)
    query = query.options(joinedload(Thread.group)).order_by(Thread.created.desc(), Thread.id.desc())
    return db.session.scalars(query.limit(10)).all() if titled else ()


def transfers_of(thread: Thread, viewer: Viewer) -> Sequence[Transfer]:
    """What went from the thread or came to it, the latest first, where `viewer` may look; undone or not."""
    here = or_(Transfer.source_id == thread.id, Transfer.target_id == thread.id)
    query = known_transfers(viewer).where(here, Transfer.kind != "back")
    return db.session.scalars(query.order_by(Transfer.id.desc()).limit(LATEST)).all()


def find_transfer(transfer_id: int, viewer: Viewer) -> Transfer:
    """The transfer with its two threads. NotFound, also where `viewer` may not look into both."""
    found = db.session.scalar(known_transfers(viewer).where(Transfer.id == transfer_id))
    if found is None:
        raise NotFound
    return found


def known_transfers(viewer: Viewer) -> Select[Transfer]:
    """The transfers between threads where `viewer` may look, with these, their authors and groups."""
    source, target = aliased(Thread), aliased(Thread)
    ends = (Transfer.source.of_type(source), source), (Transfer.target.of_type(target), target)
    whole = [
        contains_eager(end).options(joinedload(thread.author), joinedload(thread.group))
        for end, thread in ends
    ]
    return (
        select(Transfer)
        .join(source, source.id == Transfer.source_id)
        .join(target, target.id == Transfer.target_id)
        .where(in_visible_groups(viewer, source), in_visible_groups(viewer, target))
        .options(*whole)
    )
