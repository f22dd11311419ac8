"""Writing to all people what was announced."""

from time import monotonic

from sqlalchemy import select

from forum.accounts.languages import language_to
from forum.accounts.models import User
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.jobs import job
from forum.lib.locks import held
from forum.lib.transactions import transaction
from forum.notifications.actions.communications import full_link, is_reachable, keep
from forum.notifications.actions.mails import written_to
from forum.notifications.models import Announcement

BATCH = 500  # people
PATIENCE = 10.0  # seconds that one look may take


def write_announced() -> int:
    """Write to whoever has not been told yet; gives how many. Safe to run twice, and to stop anywhere.

    A batch of people is written to in the transaction that notes how far it went.
    """
    until, told = monotonic() + PATIENCE, 0
    while db.session.scalar(select(Announcement.id).where(Announcement.done.is_(None)).limit(1)) is not None:
        with transaction():
            told += write_batch()
        if monotonic() > until:
            announced.enqueue()
            break
    return told


def write_batch() -> int:
    """Write to the next people of the oldest announcement that is not done; gives to how many."""
    unfinished = select(Announcement).where(Announcement.done.is_(None)).order_by(Announcement.id).limit(1)
    one = db.session.scalar(held(unfinished))
    if one is None:
        return 0
    people = select(User).where(User.id > one.reached, User.id <= one.last).order_by(User.id).limit(BATCH)
    batch = db.session.scalars(people).all()
    told = write_to([person for person in batch if is_reachable(person)], one)
    one.reached = batch[-1].id if batch else one.last
    if len(batch) < BATCH:
        one.done = utcnow()
    return told


def write_to(people: list[User], one: Announcement) -> int:
    """Write to these people what is announced; gives how many they are."""
    values = {**one.fields, "link": full_link(one.link)}
    texts = [
        written_to(person, one.subject_in(language_to(person)), one.template, **values) for person in people
    ]
    return len(keep(list(zip(people, texts, strict=True)), one.kind, one.link, bulk=True))


announced = job(write_announced)
