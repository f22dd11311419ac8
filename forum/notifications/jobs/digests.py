"""Mails that tell of what people have not read: at once, or once a day, as each of them chose."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, update

from forum.accounts.models import User
from forum.extensions import db
from forum.groups.queries import viewer_of
from forum.lib.clock import UTCDateTime, utcnow
from forum.lib.jobs import job
from forum.lib.locks import forget, hold
from forum.lib.transactions import transaction
from forum.notifications.actions.digests import write_news
from forum.notifications.models import Notification, SavedSearch
from forum.notifications.queries import as_news, with_all

HOUR = 8  # of the site's day, at which the digests of the day are written
KEPT = timedelta(days=90)  # after it was read
BATCH = 50  # people
PATIENCE = 10.0  # seconds that one look may take

wish = func.coalesce(SavedSearch.mail, User.news_mail)


def mail_news() -> int:
    """Write the mails that are due; gives how many. Safe to run twice, and to stop anywhere.

    A person gets one mail of all that is due, in the transaction that notes it.
    """
    until, written = monotonic() + PATIENCE, 0
    forget_old()
    hour = last_hour(utcnow())
    while people := db.session.scalars(waiting(hour).limit(BATCH)).all():
        for user_id in people:
            with transaction():
                written += mail_person(user_id, hour)
        if monotonic() > until:
            news_by_mail.enqueue()
            break
    return written


def last_hour(now: datetime) -> datetime:
    """The last moment at which digests were due."""
    zone = ZoneInfo(current_app.config["BABEL_DEFAULT_TIMEZONE"])
    today = now.astimezone(zone).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def due(hour: datetime) -> ColumnElement[bool]:
    """The condition on Notification, with its person and search, that it is time to mail it, or not to."""
    daily = and_(Notification.created < hour, or_(Notification.mailed.is_(None), Notification.mailed < hour))
    return and_(Notification.to_mail, or_(Notification.read.is_not(None), wish != "daily", daily))


def with_wish(query: Select[int]) -> Select[int]:
    """The query joined to what decides when it is mailed."""
    query = query.select_from(Notification).join(User, User.id == Notification.user_id)
    return query.outerjoin(SavedSearch, SavedSearch.id == Notification.search_id)


def waiting(hour: datetime) -> Select[int]:
    """Who has notifications that are due, each person once."""
    return with_wish(select(Notification.user_id)).where(due(hour)).distinct().order_by(Notification.user_id)


def mail_person(user_id: int, hour: datetime) -> int:
    """Write the person's mail, if there is something to say; gives how many mails that were."""
    hold(Notification, Notification.user_id == user_id, Notification.to_mail.is_(True))
    theirs = with_wish(select(Notification.id)).where(Notification.user_id == user_id, due(hour))
    ids = db.session.scalars(theirs).all()
    user = db.session.get_one(User, user_id)
    news = as_news(worth_telling(user, ids)) if user.is_active and user.email else ()
    if news:
        write_news(user, news)
    note_mailed(ids, [one.notification.id for one in news])
    return 1 if news else 0


def worth_telling(user: User, ids: Sequence[int]) -> Select[int]:
    """Of these notifications those to mail: unread, as the person may see them; at once, a thread once."""
    told = and_(wish == "at_once", Notification.mailed.is_not(None))
    return (
        with_all(viewer_of(user))
        .join(User, User.id == Notification.user_id)
        .where(Notification.id.in_(ids), Notification.read.is_(None), wish != "none", ~told)
        .order_by(Notification.at.desc(), Notification.id.desc())
    )


def note_mailed(ids: Sequence[int], told: Sequence[int]) -> None:
    """These notifications need no mail any more; and those of them that were told have had one."""
    now = literal(utcnow(), UTCDateTime)
    db.session.execute(
        update(Notification)
        .where(Notification.id.in_(ids))
        .values(to_mail=False, mailed=case((Notification.id.in_(told), now), else_=Notification.mailed)),
        execution_options={"synchronize_session": False},
    )


def forget_old() -> None:
    """Forget what was read long ago."""
    old = Notification.read < utcnow() - KEPT
    if db.session.scalar(select(Notification.id).where(old).limit(1)) is not None:
        with transaction():
            forget(Notification, old)


news_by_mail = job(mail_news)
