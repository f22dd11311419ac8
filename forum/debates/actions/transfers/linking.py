"""The entry that a merged debate was about: it goes on in the other one."""

from forum.debates.actions.transfers.moving import lock_threads
from forum.debates.actions.transfers.refusals import BothLinked, MovedOn
from forum.debates.models import Thread
from forum.extensions import db


def lock_with_entry(source: Thread, target: Thread) -> Thread | None:
    """Hold both debates and the entry that the source is about, if there is one; gives that.

    Raises BothLinked, or MovedOn if it became about another one while we waited.
    """
    linked_id = source.linked_id
    entry = None if linked_id is None else db.session.get_one(Thread, linked_id)
    lock_threads(source, target, *([entry] if entry else []))
    if source.linked_id != linked_id:
        raise MovedOn
    if entry is not None and target.linked_id is not None:
        raise BothLinked
    return entry


def link_instead(entry: Thread, left: Thread, taken: Thread) -> None:
    """Make the debate `taken` that of the entry, in the place of `left`."""
    left.linked_id = None
    entry.linked_id, taken.linked_id = taken.id, entry.id
    db.session.flush()
    for thread in (left, taken, entry):
        db.session.expire(thread, ["linked"])
