"""The reasons that the team gives often."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.extensions import db
from forum.lib.refusals import NotFound
from forum.moderation.models import SavedReply


def saved_replies() -> Sequence[SavedReply]:
    """All of them, by name."""
    return db.session.scalars(select(SavedReply).order_by(SavedReply.name)).all()


def find_reply(reply_id: int) -> SavedReply:
    """One of them. NotFound."""
    found = db.session.get(SavedReply, reply_id)
    if found is None:
        raise NotFound
    return found
