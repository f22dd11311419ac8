"""Slow mode: in some threads a person replies once in so many minutes."""

from datetime import datetime, timedelta
from math import ceil

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import User
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import utcnow
from forum.lib.locks import id_of
from forum.lib.refusals import TooSoon
from forum.permissions import may


class TooHasty(TooSoon):
    message = _l(
        "Este hilo va en modo lento: espera un poco para responder otra vez. Tu texto está debajo, entero."
    )


def replies_at(thread: Thread, user_id: int) -> datetime | None:
    """From when on the person may reply in a thread in slow mode; None if they may now."""
    since = utcnow() - timedelta(minutes=thread.slow_minutes)
    theirs = Post.author_id == user_id, Post.thread_id == thread.id, Post.created > since
    last = db.session.scalar(select(func.max(Post.created)).where(*theirs))
    return None if last is None else last + timedelta(minutes=thread.slow_minutes)


def refuse_hurry(thread: Thread, author: User | None) -> None:
    """Raise TooHasty for whoever replied in the held thread too short a while ago; moderators never did."""
    if not thread.slow_minutes or author is None or may(viewer_of(author), "thread.moderate", thread):
        return
    when = replies_at(thread, id_of(author))
    if when is not None:
        raise TooHasty(retry_after=max(1, ceil((when - utcnow()).total_seconds())))
