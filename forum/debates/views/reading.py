"""Noting how far a person has read: a small write, only when it advanced, and no harm if it is lost."""

from sqlalchemy.exc import OperationalError

from forum.debates import queries
from forum.debates.actions.reading import mark_read
from forum.debates.models import Thread
from forum.lib.logs import log
from forum.lib.transactions import transaction
from forum.permissions import viewer


def note_read(thread: Thread, page: int, read: int) -> None:
    """The viewer, who had read up to the number `read`, saw this page of the thread."""
    reader, thread_id = viewer(), thread.id
    seen = min(page * queries.PAGE, thread.last_number)
    if reader.id is None or seen <= read:
        return
    try:
        with transaction():
            mark_read(reader.id, thread_id, seen)
    except OperationalError as busy:
        log.info("reading position lost", error=str(busy.orig))
