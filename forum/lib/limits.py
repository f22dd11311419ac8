"""How much of each act in how long. Signed-in people are counted by person; guests by address, which may be
that of a town hall of 500."""

from flask import Response, g
from flask_limiter.util import get_remote_address
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from forum.extensions import db

POSTING = "10 per minute; 120 per hour"
UPLOADING = "30 per minute; 300 per hour"
FLAGGING = "10 per minute; 60 per hour"
NOTICES = "10 per hour; 40 per day"  # of illegal content, from one person or address
ALL_NOTICES = "120 per hour; 600 per day"  # from everybody
NOTICES_TO = "5 per hour"  # receipts to one mail address
SAVING = "60 per minute"
SEARCHING = "300 per minute"
REGISTERING = "300 per hour"
SIGNING_IN = "300 per minute"


PATIENCE = {"socket_connect_timeout": 2, "socket_timeout": 2}  # seconds


def limits_storage(redis_url: str) -> dict[str, object]:
    """Where Flask-Limiter counts: in this process, or in Redis; in this process again while that is away."""
    if not redis_url:
        return {"RATELIMIT_STORAGE_URI": "memory://"}
    return {
        "RATELIMIT_STORAGE_URI": redis_url,
        "RATELIMIT_STORAGE_OPTIONS": PATIENCE,
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }


def when_done(response: Response) -> bool:
    """Whether an act counts: one that was carried out. Previews and forms sent back do not."""
    return response.status_code == 303


def by_person() -> str:
    """The person, or the guest's address; found once a request."""
    if "limited" not in g:  # asked again after the act, whose transaction had the person forgotten
        try:
            g.limited = f"person:{current_user.id}" if current_user.is_authenticated else get_remote_address()
        except OperationalError:
            db.session.rollback()  # the limiter passes over it, and the view is to meet it anew
            raise
    known: str = g.limited
    return known
