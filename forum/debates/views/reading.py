"""Noting how far a person has read: a small write, only when it advanced, and no harm if it is lost."""

from forum.debates.actions.reading import mark_read
from forum.lib.transactions import write_or_lose
from forum.permissions import viewer


def note_read(thread_id: int, seen: int, read: int) -> None:
    """The viewer, who had read up to number `read`, was shown up to `seen`.

    What a program fetches for them is not read yet.
    """
    reader = viewer()
    reader_id = reader.id
    if reader_id is not None and not reader.by_program and seen > read:
        write_or_lose("reading position", lambda: mark_read(reader_id, thread_id, seen))
