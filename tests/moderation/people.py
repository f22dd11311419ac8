"""People under measures."""

from datetime import timedelta

from forum.accounts.models import User
from forum.lib.clock import utcnow
from forum.lib.transactions import transaction
from forum.moderation.actions import decide_person
from forum.moderation.models import Decision
from tests.factories import fresh

REASON = "Insultos repetidos en el debate de permutas."


def sanction(person: User, moderator: User, act: str, days: float = 7, reason: str = REASON) -> Decision:
    """A measure on a person, in force."""
    with transaction():
        until = utcnow() + timedelta(days=days)
        return decide_person(fresh(person), fresh(moderator), act, reason, until=until)
