"""What the administrators' pages show."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import literal_column, select

from forum.accounts.models import User
from forum.accounts.queries import with_username
from forum.audit.models import AuditRow
from forum.extensions import db
from forum.lib.numbers import whole_number

AUDIT_FILTERS = ("act", "person", "thing", "number")


def columns_asked(given: Mapping[str, str]) -> Mapping[str, object]:
    """What the columns of the audit log are to be for these filters; whoever is nobody did nothing."""
    wanted: dict[str, object] = {name: given[name] for name in ("act", "thing") if name in given}
    if "number" in given:
        wanted["thing_id"] = whole_number(given["number"]) or 0
    if "person" in given:
        person = with_username(given["person"])
        wanted["actor_id"] = person.id if person else 0
    return wanted


def actors_of(rows: Iterable[AuditRow]) -> Mapping[int, User]:
    """Who did what these rows of the audit log say, by id."""
    ids = {row.actor_id for row in rows if row.actor_id is not None}
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(ids)))}


def site_team() -> Sequence[User]:
    """Who administers or moderates the site: administrators first, in Spanish order."""
    on_it = User.role != literal_column("'member'"), User.state != "erased"
    return db.session.scalars(select(User).where(*on_it).order_by(User.role, User.sort_key, User.id)).all()
