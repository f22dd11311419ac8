"""Who sees a page of a thread alike."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import bindparam, select

from forum.debates.models import Post, Thread
from forum.debates.models.threads import SECTIONS
from forum.debates.queries.threads import ThreadPage, numbers_on
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import MEMBERS
from forum.lib.urls import Key
from forum.permissions import Viewer

NOBODY = 0  # the id of no account
PLACE = select(Thread.kind, Thread.slug, Thread.last_number, Thread.author_id).where(
    Thread.id == bindparam("thread_id"), Thread.state == "visible", Thread.slow_minutes == 0
)
AUTHORS = (
    select(Post.author_id)
    .where(
        Post.thread_id == bindparam("thread_id"), Post.number.between(bindparam("first"), bindparam("last"))
    )
    .distinct()
)
CLOSED = select(Group.id).where(Group.visibility != "open")


class Audience(NamedTuple):
    """Members who see a page of a thread alike.

    `own` is who wrote something there, and is alone in it; `groups` those that are not open to all. `read`
    stands for every number as far as which one may have read to see the page like this.
    """

    own: int | None
    groups: frozenset[int]
    read: int
    followed: bool

    @property
    def viewer(self) -> Viewer:
        """Whoever is of the audience, as far as permissions go."""
        return Viewer(id=self.own or NOBODY, roles=MEMBERS, groups=self.groups)

    def seen(self, page: ThreadPage) -> ThreadPage:
        """The page as the audience sees it."""
        return replace(page, read=self.read, followed=self.followed)


@dataclass(frozen=True)
class Readership:
    """What tells the audiences of a page apart: numbers `first` to `last` of a thread that ends at `end`."""

    number: int
    first: int
    last: int
    end: int
    authors: frozenset[int | None]
    closed: frozenset[int]

    def audience(self, reader: Viewer, read: int, followed: bool) -> Audience:
        """That of a member who has read as far as `read`."""
        own = reader.id if reader.id in self.authors else None
        return Audience(own, reader.groups & self.closed, self.alike(read), followed)

    def alike(self, read: int) -> int:
        """One number for all that look the same: a page says where on it the unread begins, or if any is."""
        if read >= self.end:
            return self.end
        if read == 0 or self.first <= read + 1 <= self.last:
            return read
        return self.last if self.last < self.end else 1


def shares_pages(reader: Viewer) -> bool:
    """Whether the pages of a reader are those of others: a member's who may do no more and no less."""
    acts = reader.moderated or reader.by_program or reader.silenced or reader.resting
    return reader.id is not None and reader.roles == MEMBERS and not acts


def readership_of(section: str, key: Key, number: int) -> Readership | None:
    """Of page `number` of a thread; None where each sees a page of their own, or none is at this address."""
    row = db.session.execute(PLACE, {"thread_id": key.id}).one_or_none()
    if row is None or (SECTIONS[row.kind], row.slug) != (section, key.slug):
        return None
    first, last = numbers_on(number, row.last_number)
    if last < first:
        return None
    authors = db.session.scalars(AUTHORS, {"thread_id": key.id, "first": first, "last": last}).all()
    closed = frozenset(db.session.scalars(CLOSED))
    return Readership(number, first, last, row.last_number, frozenset((*authors, row.author_id)), closed)
