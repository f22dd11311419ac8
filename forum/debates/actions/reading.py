"""How far a person has read a thread."""

from forum.debates.models import ReadingPosition
from forum.debates.signals import thread_read
from forum.extensions import db
from forum.lib.upsert import insert_into


def mark_read(user_id: int, thread_id: int, number: int) -> None:
    """The person has read the thread up to `number`; a position never goes back."""
    row = {"user_id": user_id, "thread_id": thread_id, "number": number}
    insert = insert_into(ReadingPosition).values(row)
    db.session.execute(
        insert.on_conflict_do_update(
            index_elements=["user_id", "thread_id"],
            set_={"number": insert.excluded.number},
            where=ReadingPosition.number < insert.excluded.number,
        )
    )
    thread_read.send(thread_id, user_id=user_id, number=number)
