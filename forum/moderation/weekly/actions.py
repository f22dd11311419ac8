"""Writing the summary of the week, and no longer wanting it. The caller owns the transaction."""

from datetime import date

from flask_babel import lazy_gettext as _l

from forum.accounts.models import User
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.urls import absolute_url
from forum.moderation.weekly.models import WeeklySummary
from forum.moderation.weekly.queries import week_before
from forum.notifications.actions import tell
from forum.notifications.actions.digests import signed_id, signer

SUMMARIES = "moderation.summary"


def write_summary(user: User, monday: date) -> bool:
    """Write a moderator what the week before a Monday was; gives whether there was something to tell."""
    week = week_before(monday, viewer_of(user))
    if not week or not user.email:
        return False
    stop = absolute_url("moderation.stop_summary", token=signer(SUMMARIES).dumps(user.id))
    room = absolute_url("moderation.queue")
    tell(user, _l("La semana en moderación"), "week", unsubscribe=stop, week=week, room=room, stop=stop)
    return True


def want_summary(user_id: int, monday: date, *, wanted: bool) -> None:
    """Whether a moderator wants the summary from now on."""
    row = db.session.get(WeeklySummary, user_id)
    if row is None:
        row = WeeklySummary(user_id=user_id, week=monday)
        db.session.add(row)
    row.wanted = wanted


def person_of(token: str) -> int:
    """Whose summaries a link stops. Raises Gone."""
    return signed_id(token, signer(SUMMARIES))
