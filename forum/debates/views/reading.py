"""Noting how far a person has read: a small write, only when it advanced, and no harm if it is lost."""

from forum.debates import queries
from forum.debates.actions.reading import mark_read
from forum.lib.transactions import write_or_lose
from forum.permissions import viewer


def note_read(page: queries.ThreadPage) -> None:
    """The viewer saw this page of its thread; what a program fetches for them is not read yet."""
    reader, thread_id = viewer(), page.thread.id
    seen = min(page.number * queries.PAGE, page.thread.last_number)
    reader_id = reader.id
    if reader_id is not None and not reader.by_program and seen > page.read:
        write_or_lose("reading position", lambda: mark_read(reader_id, thread_id, seen))
