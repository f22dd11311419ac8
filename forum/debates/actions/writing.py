"""Drafts, texts held over an expired session, and forms that arrive twice."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from forum.accounts.models import User
from forum.debates.models import MOST_DRAFTS, Draft, HeldText, Post, Submission, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.refusals import Conflict, TooLarge

HELD_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=7)
LARGEST_FORM = 200_000  # characters that are kept of one form, all fields together


class DraftTooLarge(TooLarge):
    message = _l("El borrador es demasiado grande para guardarlo.")


class TooManyDrafts(Conflict):
    message = _l("Tienes 200 borradores: descarta alguno para guardar este.")


def save_draft(
    author: User,
    kind: str,
    fields: Mapping[str, str],
    *,
    thread_id: int | None = None,
    draft: Draft | None = None,
    origin: str | None = None,
) -> Draft:
    """Keep what a form holds as a draft, new or the given one. Raises TooManyDrafts, DraftTooLarge."""
    refuse_too_large(fields)
    if draft is None:
        have = db.session.scalar(select(func.count()).select_from(Draft).where(Draft.user_id == author.id))
        if (have or 0) >= MOST_DRAFTS:
            raise TooManyDrafts
        draft = Draft(user_id=author.id, kind=kind, thread_id=thread_id, origin=origin)
        db.session.add(draft)
    draft.title, draft.body = fields.get("title", "")[:200], fields.get("body", "")
    draft.fields = {name: text for name, text in fields.items() if name not in ("title", "body")}
    draft.updated = utcnow()
    db.session.flush()
    return draft


def refuse_too_large(fields: Mapping[str, str]) -> None:
    """Raise DraftTooLarge for more than is kept of one form."""
    if sum(len(text) for text in fields.values()) > LARGEST_FORM:
        raise DraftTooLarge


def discard_draft(draft: Draft) -> None:
    """Forget a draft; no harm if another request did so at the same moment."""
    db.session.execute(delete(Draft).where(Draft.id == draft.id))


def hold_text(kind: str, fields: Mapping[str, str], thread_id: int | None = None) -> str:
    """Hold a form that arrived without a session; gives the secret under which it is found. Kept a day."""
    refuse_too_large(fields)
    db.session.execute(delete(HeldText).where(HeldText.created < utcnow() - HELD_FOR))
    if thread_id is not None and db.session.get(Thread, thread_id) is None:
        thread_id = None
    secret = secrets.token_urlsafe(32)
    db.session.add(HeldText(secret=secret, kind=kind, thread_id=thread_id, fields=dict(fields)))
    db.session.flush()
    return secret


def claim_held(secret: str, author: User) -> Draft | None:
    """Make a held text a draft of whoever signed in with its secret."""
    held = db.session.scalar(select(HeldText).where(HeldText.secret == secret))
    if held is None:
        return None
    draft = save_draft(author, held.kind, held.fields, thread_id=held.thread_id)
    db.session.delete(held)
    db.session.flush()
    return draft


def sent_before(author: User, token: str, digest: str) -> Post | None:
    """The post that this form with this text already made, if it did."""
    if not token:
        return None
    return db.session.scalar(
        select(Post)
        .join(Submission, Submission.post_id == Post.id)
        .where(Submission.user_id == author.id, Submission.token == token[:64], Submission.digest == digest)
    )


def remember_sent(author: User, token: str, digest: str, post: Post) -> None:
    """Remember that this form with this text made `post`; for a week."""
    if not token:
        return
    db.session.execute(delete(Submission).where(Submission.created < utcnow() - KEPT_FOR))
    db.session.add(Submission(user_id=author.id, token=token[:64], digest=digest, post_id=post.id))
    db.session.flush()


def text_digest(*parts: object) -> str:
    """A digest of what a form says, to tell the same text from another."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()
