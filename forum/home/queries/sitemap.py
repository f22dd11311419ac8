"""What the sitemap lists: the things that everyone may see, by ranges of their ids.

Its index names the ranges without looking into them, so that it costs the same however many things there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
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
    """Things of one table: what of them is read, and which of them."""

    columns: Sequence[InstrumentedAttribute[Any]]
    conditions: Sequence[ColumnElement[bool]]

    @property
    def table(self) -> Any:
        """The class of the table."""
        return self.columns[0].class_


PARTS: Mapping[str, Kind] = {
    "threads": Kind([Thread.id, Thread.kind, Thread.slug, Thread.last_activity], [visible_threads(GUEST)]),
    "groups": Kind([Group.id, Group.slug], [visible_groups(GUEST)]),
    "tags": Kind([Tag.id, Tag.slug], [Tag.thread_count > 0]),
    "people": Kind([User.id, User.username], [visible_people(), has_written()]),
}


def sitemap_parts() -> Mapping[str, int]:
    """How many parts there are of each kind, as far as the highest id goes."""
    highest = [select(func.max(kind.table.id)).scalar_subquery().label(name) for name, kind in PARTS.items()]
    row = db.session.execute(select(*highest)).one()
    return {name: 0 if last is None else last // PART + 1 for name, last in row._mapping.items()}


def sitemap_part(name: str, number: int) -> Sequence[Any]:
    """The things of a part, by id; there may be none. NotFound for a part that there is not."""
    if number not in range(sitemap_parts().get(name, 0)):
        raise NotFound
    kind = PARTS[name]
    ids = kind.table.id.between(number * PART, (number + 1) * PART - 1)
    query = select(kind.table).where(ids, *kind.conditions).options(load_only(*kind.columns))
    return db.session.scalars(query.order_by(kind.table.id)).all()
