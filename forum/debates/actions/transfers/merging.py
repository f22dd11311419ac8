"""Moving posts to the end of a thread that there is already: all of them, which merges the two, or some."""

from sqlalchemy import true

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.transfers.linking import link_instead, lock_with_entry
from forum.debates.actions.transfers.moving import (
    lock_threads,
    numbered_in,
    readers_of,
    require_shown,
    transfer,
)
from forum.debates.actions.transfers.refusals import EntryStays, OpeningStays, OtherReaders, SameThread
from forum.debates.models import Thread, Transfer
from forum.lib.numbers import Ranges


def merge_threads(source: Thread, target: Thread, moderator: User | None, reason: str = "") -> Transfer:
    """Append all the posts of a debate to another, under a divider; its address leads there from now on.

    Undone by `take_back`. Raises SameThread, EntryStays, OtherReaders, BothLinked, NotShown.
    """
    if source.id == target.id:
        raise SameThread
    entry = lock_with_entry(source, target)
    require_shown(source, target)
    if "entry" in (source.kind, target.kind):
        raise EntryStays
    if readers_of(source) != readers_of(target):
        raise OtherReaders
    moved = transfer("merge", source, target, true(), all_of_it=True)
    if entry is not None:
        moved.linked_id = entry.id
        link_instead(entry, source, target)
    record("thread.merge", "thread", source.id, moderator and moderator.id, into=target.id, transfer=moved.id)
    return moved


def move_posts(
    source: Thread, numbers: Ranges, target: Thread, moderator: User | None, reason: str = ""
) -> Transfer:
    """Append some posts of a thread to another, under a divider. The opening post stays with its thread.

    Undone by `take_back`. Raises SameThread, OpeningStays, NothingChosen, OtherReaders, NotShown.
    """
    if source.id == target.id:
        raise SameThread
    if 1 in numbers:
        raise OpeningStays
    lock_threads(source, target)
    require_shown(source, target)
    if readers_of(source) != readers_of(target):
        raise OtherReaders
    moved = transfer("move", source, target, numbered_in(numbers))
    record("posts.move", "thread", source.id, moderator and moderator.id, into=target.id, transfer=moved.id)
    return moved
