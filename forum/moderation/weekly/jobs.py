"""Each Monday the moderators are told of the week before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import or_, select

from forum.accounts.models import User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.jobs import job
from forum.lib.locks import hold
from forum.lib.transactions import transaction
from forum.moderation.queries.team import on_team
from forum.moderation.weekly.actions import write_summary
from forum.moderation.weekly.models import WeeklySummary

HOUR = 8  # of the site's Monday
BATCH = 50


def write_summaries() -> int:
    """Write the summaries that are due, each in the transaction that notes it; gives how many.

    Safe to run twice: a row says which week a moderator was told of.
    """
    monday = last_monday(utcnow())
    written = 0
    for user_id in due(monday):
        with transaction():
            written += summarise(user_id, monday)
    return written


def last_monday(now: datetime) -> date:
    """The last Monday on which the summaries were due, on the site's clock."""
    local = now.astimezone(ZoneInfo(current_app.config["TIMEZONE"])) - timedelta(hours=HOUR)
    return local.date() - timedelta(days=local.weekday())


def due(monday: date) -> Sequence[int]:
    """The moderators who were not told of the week before this Monday."""
    query = (
        select(User.id)
        .outerjoin(WeeklySummary, WeeklySummary.user_id == User.id)
        .where(on_team(), User.state == "active", User.confirmed_at.is_not(None))
        .where(or_(WeeklySummary.week.is_(None), WeeklySummary.week < monday))
    )
    return db.session.scalars(query.order_by(User.id).limit(BATCH)).all()


def summarise(user_id: int, monday: date) -> bool:
    """Write one moderator's summary, if they want it and had one of an earlier week; note it in any case."""
    hold(User, User.id == user_id)
    row = db.session.get(WeeklySummary, user_id, populate_existing=True)
    if row is None:
        db.session.add(WeeklySummary(user_id=user_id, week=monday))
        return False
    if row.week >= monday:
        return False
    row.week = monday
    return row.wanted and write_summary(db.session.get_one(User, user_id), monday)


summaries = job(write_summaries)
