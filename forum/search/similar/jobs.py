"""Looking for the threads that stand beside each thread."""

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from forum.debates.actions import relate
from forum.debates.models import Thread
from forum.extensions import db
from forum.groups.queries import group_list
from forum.lib.jobs import job
from forum.lib.locks import hold_free
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.permissions import GUEST
from forum.search.engine import IndexMissing, Scope
from forum.search.jobs import engine
from forum.search.resolving import scope_of
from forum.search.signals import posts_indexed
from forum.search.similar.floor import near_enough
from forum.search.similar.looks import Waiting, note_look, waiting_threads, wake

BATCH = 20  # threads whose outcome is noted together
KEPT = 8  # beside each: a few more than are shown, for those that are taken away
PATIENCE = 5.0  # seconds that one look may take; the rest goes on a minute later


def relate_threads(patience: float = PATIENCE) -> int:
    """Look for what is related to the threads whose look is due; gives how many were looked at.

    Safe to run twice and to stop anywhere: a look that is noted is not due any more.
    """
    until, done = monotonic() + patience, 0
    try:
        while waiting := waiting_threads(BATCH):
            scope = scope_of(group_list(GUEST))
            done += note([(one, related_to(one, scope)) for one in waiting])
            if monotonic() > until:
                break
    except IndexMissing:
        log.info("related threads wait for the index")
    return done


def related_to(one: Waiting, scope: Scope) -> Sequence[int]:
    """The threads nearest to one in the open `scope` and in its own group: where whoever reads it may look.

    So what stands beside it is the same for everybody, and tells nobody of other private groups.
    """
    if not one.shown:
        return []
    there = replace(scope, groups=scope.groups | {one.group_id or 0})
    text = f"{one.title}\n{one.title}\n{one.text}"
    hits = near_enough(engine().similar(text, there, KEPT + 2, one.language))
    return [hit.thread_id for hit in hits if hit.thread_id not in (one.thread_id, one.linked_id)][:KEPT]


def note(found: Sequence[tuple[Waiting, Sequence[int]]]) -> int:
    """Put beside these threads what was found; gives of how many. What somebody else holds waits."""
    db.session.rollback()
    done = 0
    with transaction():
        free = hold_free(Thread, [one.thread_id for one, _ in found])
        woken: set[int] = set()
        for one, others in sorted(found):
            if one.thread_id in free and note_look(one):
                relate(one.thread_id, others)
                woken.update(others if one.changed else ())
                done += 1
        wake(woken)
    return done


related_soon = job(relate_threads)


@posts_indexed.connect
def relate_soon(sender: object) -> None:
    """The index holds more than before."""
    related_soon.enqueue()
