"""Keeping the reasons that the team gives often. The caller owns the transaction."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.actions import record
from forum.extensions import db
from forum.lib.refusals import Invalid
from forum.moderation.models import SavedReply


class NameTaken(Invalid):
    message = _l("Ya hay una respuesta con ese nombre.")


def save_reply(name: str, text: str, moderator: User, reply: SavedReply | None = None) -> SavedReply:
    """A new reply, or another text for one that is there. Raises NameTaken."""
    kept = reply or SavedReply()
    same = select(SavedReply.id).where(SavedReply.name == name, SavedReply.id != (reply.id if reply else 0))
    if db.session.scalar(same) is not None:
        raise NameTaken(field="name")
    kept.name, kept.text = name, text
    db.session.add(kept)
    db.session.flush()
    record("saved_reply.save", "saved_reply", kept.id, moderator.id)
    return kept


def forget_reply(reply: SavedReply, moderator: User) -> None:
    """The team no longer has this reply; the decisions that it was used in keep its words."""
    record("saved_reply.forget", "saved_reply", reply.id, moderator.id)
    db.session.delete(reply)
