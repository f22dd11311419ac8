"""What was written to a person officially: read by them alone, for as long as they are here."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from forum.extensions import db
from forum.lib.keys import Cursor, Slice, cut
from forum.lib.refusals import NotFound
from forum.notifications.models import Communication, Notification

PAGE = 20


@dataclass(frozen=True)
class Letter:
    """A communication as its recipient sees it: whether they have opened it."""

    communication: Communication
    unread: bool


unread = (
    select(Notification.id)
    .where(Notification.communication_id == Communication.id, Notification.read.is_(None))
    .exists()
)


def find_communication(communication_id: int, reader_id: int | None) -> Letter:
    """The communication, or NotFound if it is not the reader's."""
    theirs = Communication.id == communication_id, Communication.user_id == reader_id
    found = db.session.execute(select(Communication, unread).where(*theirs)).one_or_none()
    if found is None:
        raise NotFound
    return Letter(*found)


def communication_list(reader_id: int | None, after: Cursor | None = None) -> Slice[Letter]:
    """The reader's communications without their texts, the latest first; in one statement."""
    query = select(Communication, unread).options(defer(Communication.body, raiseload=True))
    query = query.where(Communication.user_id == reader_id)
    if after:
        query = query.where(after.after(Communication.created, Communication.id))
    query = query.order_by(Communication.created.desc(), Communication.id.desc()).limit(PAGE + 1)
    found = [Letter(*row) for row in db.session.execute(query)]
    return cut(found, PAGE, lambda one: Cursor(one.communication.created, one.communication.id), after)
