"""Whether there is anything yet that filling the database would mix with."""

from sqlalchemy import exists, or_, select

from forum.accounts.models import User
from forum.debates.models import Thread
from forum.extensions import db


def is_empty() -> bool:
    """Whether the database holds no person and no thread; a forum begins with a group."""
    return not db.session.scalar(select(or_(*(exists(select(table.id)) for table in (User, Thread)))))
