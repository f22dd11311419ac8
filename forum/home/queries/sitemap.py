"""What the sitemap lists: the things that everyone may see, by ranges of their ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, load_only

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Tag, Thread
from forum.debates.queries import visible_threads
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.refusals import NotFound
from forum.permissions import GUEST
from forum.profiles.models import NO_GROUP, Contribution

PART = 10_000  # ids; the protocol allows 50,000 addresses a file (sitemaps.org)


def has_written() -> ColumnElement[bool]:
    """The condition on User that something of theirs stands where everyone may read it."""
    total = Contribution.debates + Contribution.entries + Contribution.replies
    open_groups = select(Group.id).where(visible_groups(GUEST))
    public = or_(Contribution.group_id == NO_GROUP, Contribution.group_id.in_(open_groups))
    return select(Contribution.user_id).where(Contribution.user_id == User.id, public, total > 0).exists()


@dataclass(frozen=True)
class Kind:
    """Things of one table: what of them is read, which of them, and when each last changed, if known."""

    columns: Sequence[InstrumentedAttribute[Any]]
    conditions: Sequence[ColumnElement[bool]]
    changed: InstrumentedAttribute[datetime] | None = None

    @property
    def table(self) -> Any:
        """The class of the table."""
        return self.columns[0].class_


PARTS: Mapping[str, Kind] = {
    "threads": Kind(
        [Thread.id, Thread.kind, Thread.slug, Thread.last_activity],
        [visible_threads(GUEST)],
        Thread.last_activity,
    ),
    "groups": Kind([Group.id, Group.slug], [visible_groups(GUEST)]),
    "tags": Kind([Tag.id, Tag.slug], [Tag.thread_count > 0]),
    "people": Kind([User.id, User.username], [visible_people(), has_written()]),
}


def sitemap_parts() -> Sequence[tuple[str, int, datetime | None]]:
    """The parts that hold something: kind, number from 0, and when it last changed. A statement a kind."""
    parts = []
    for name, kind in PARTS.items():
        number = (kind.table.id // PART).label("part")
        changed = func.max(kind.changed) if kind.changed is not None else null()
        rows = db.session.execute(
            select(number, changed).where(*kind.conditions).group_by(number).order_by(number)
        )
        parts += [(name, *row) for row in rows]
    return parts


def sitemap_part(name: str, number: int) -> Sequence[Any]:
    """The things of a part, by id. NotFound for a kind that there is not."""
    if name not in PARTS:
        raise NotFound
    kind = PARTS[name]
    ids = kind.table.id.between(number * PART, (number + 1) * PART - 1)
    query = select(kind.table).where(ids, *kind.conditions).options(load_only(*kind.columns))
    return db.session.scalars(query.order_by(kind.table.id)).all()
