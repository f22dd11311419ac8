"""What the administrators' pages show."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from forum.accounts.models import User
from forum.audit.models import AuditRow
from forum.extensions import db


def actors_of(rows: Iterable[AuditRow]) -> Mapping[int, User]:
    """Who did what these rows of the audit log say, by id."""
    ids = {row.actor_id for row in rows if row.actor_id is not None}
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}
