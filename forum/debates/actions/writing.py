"""Drafts, texts held over an expired session, and forms that arrive twice."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, delete, func, insert, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.debates.models import MOST_DRAFTS, Draft, HeldText, Post, Submission, Thread
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import forget, held, hold_word, id_of
from forum.lib.refusals import Conflict, TooLarge
from forum.lib.tables import table_of

HELD_FOR = timedelta(days=1)
KEPT_FOR = timedelta(days=7)
SENT = select(Submission.post_id).where(
    Submission.user_id == bindparam("author"),
    Submission.token == bindparam("token"),
    Submission.digest == bindparam("digest"),
)
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
    """Keep what a form holds as a draft: the given one, the one that says the same already, or a new one.

    Raises TooManyDrafts, DraftTooLarge.
    """
    refuse_too_large(fields)
    new = Draft(user_id=author.id, kind=kind, thread_id=thread_id, origin=origin)
    fill(new, fields)
    if draft is None:
        hold_word("drafts", author.id)
        draft = same_draft(new) or add_draft(new)
    fill(draft, fields)
    draft.updated = utcnow()
    db.session.flush()
    return draft


def fill(draft: Draft, fields: Mapping[str, str]) -> None:
    """Put what a form holds into a draft."""
    draft.title, draft.body = fields.get("title", "")[:200], fields.get("body", "")
    draft.fields = {name: text for name, text in fields.items() if name not in ("title", "body")}


def same_draft(new: Draft) -> Draft | None:
    """The draft that says the same already: a form that was sent twice. An imported one is never the same."""
    same = select(Draft).where(
        Draft.user_id == new.user_id,
        Draft.kind == new.kind,
        Draft.thread_id == new.thread_id if new.thread_id else Draft.thread_id.is_(None),
        Draft.title == new.title,
        Draft.body == new.body,
        Draft.origin.is_(None),
    )
    found = db.session.scalars(same).all() if new.origin is None else ()
    return next((draft for draft in found if draft.fields == new.fields), None)


def add_draft(draft: Draft) -> Draft:
    """Store a new draft. Raises TooManyDrafts."""
    have = db.session.scalar(select(func.count()).select_from(Draft).where(Draft.user_id == draft.user_id))
    if (have or 0) >= MOST_DRAFTS:
        raise TooManyDrafts
    db.session.add(draft)
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
    forget(HeldText, HeldText.created < utcnow() - HELD_FOR)
    if thread_id is not None and db.session.get(Thread, thread_id) is None:
        thread_id = None
    secret = secrets.token_urlsafe(32)
    db.session.add(HeldText(secret=secret, kind=kind, thread_id=thread_id, fields=dict(fields)))
    db.session.flush()
    return secret


def claim_held(secret: str, author: User) -> Draft | None:
    """Make a held text a draft of whoever signed in with its secret."""
    text = db.session.scalar(held(select(HeldText).where(HeldText.secret == secret)))
    if text is None:
        return None
    draft = save_draft(author, text.kind, text.fields, thread_id=text.thread_id)
    db.session.delete(text)
    db.session.flush()
    return draft


def hold_writer(author: User) -> None:
    """Have what the same person sends at the same moment wait; before any row is held.

    So that one form is one post, and that what a person published lately is counted right.
    """
    hold_word("writer", id_of(author))


def sent_before(author: User, token: str, digest: str) -> Post | None:
    """The post that this form with this text already made, if it did.

    Called after `hold_writer`, so that the same form sent at once waits. With its thread and group.
    """
    if not token:
        return None
    said = {"author": id_of(author), "token": token[:64], "digest": digest}
    post_id = db.session.scalar(SENT, said)
    if post_id is None:
        return None
    whole = joinedload(Post.thread).joinedload(Thread.group)
    return db.session.scalar(select(Post).where(Post.id == post_id).options(whole))


def remember_sent(author: User, token: str, digest: str, post: Post, text_key: str | None = None) -> None:
    """Remember that this form with this text made `post`; for a week, until `forget_sent`.

    `text_key` is what texts that say the same have in common; one that came without a form has it too.
    """
    if token or text_key:
        said = {"token": token[:64] or uuid4().hex, "digest": digest, "text_key": text_key}
        row = {"user_id": id_of(author), "post_id": post.id, **said}
        db.session.execute(insert(table_of(Submission)), row)


def forget_sent() -> None:
    """Forget the forms that were sent long ago."""
    forget(Submission, Submission.created < utcnow() - KEPT_FOR)


def text_digest(*parts: object) -> str:
    """A digest of what a form says, to tell the same text from another."""
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()
