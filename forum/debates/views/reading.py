"""Noting how far a person has read: a small write, only when it advanced, and no harm if it is lost."""

from sqlalchemy.exc import OperationalError

from forum.debates import queries
from forum.debates.actions.reading import mark_read
from forum.lib.logs import log
from forum.lib.refusals import ReadOnly
from forum.lib.transactions import transaction
from forum.permissions import viewer


def note_read(page: queries.ThreadPage) -> None:
    """The viewer saw this page of its thread; what a program fetches for them is not read yet."""
    reader, thread_id = viewer(), page.thread.id
    seen = min(page.number * queries.PAGE, page.thread.last_number)
    if reader.id is None or reader.by_program or seen <= page.read:
        return
    try:
        with transaction():
            mark_read(reader.id, thread_id, seen)
    except ReadOnly:
        return
    except OperationalError as busy:
        log.info("reading position lost", error=str(busy.orig))
