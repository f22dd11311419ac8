"""Who sees a page of a thread alike, or a page of lists (docs/decisions/0037)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Row, bindparam, select

from forum.debates.models import Post, Thread
from forum.debates.models.threads import SECTIONS
from forum.debates.queries.threads import READING, ThreadPage, numbers_on, unread_counts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import MEMBERS
from forum.lib.recent import Recent
from forum.lib.urls import Key
from forum.permissions import Viewer

NOBODY = -1  # the id of no account; who has it is signed in all the same
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
        return member_of(self.groups, self.own)

    def seen(self, page: ThreadPage) -> ThreadPage:
        """The page as the audience sees it."""
        return replace(page, read=self.read, followed=self.followed)


@dataclass(frozen=True)
class Readership:
    """What tells the audiences of a page apart: numbers `first` to `last` of a thread that ends at `end`."""

    thread_id: int
    number: int
    first: int
    last: int
    end: int
    authors: frozenset[int | None]
    closed: frozenset[int]

    COLUMNS = READING

    def audience(self, reader: Viewer, read: int, followed: bool) -> Audience:
        """That of a member who has read as far as `read`."""
        own = reader.id if reader.id in self.authors else None
        return Audience(own, reader.groups & self.closed, self.alike(read), followed)

    @property
    def asked(self) -> Mapping[str, object]:
        """The values that COLUMNS are asked with, beside the id of the reader, `user_id`."""
        return {"thread_id": self.thread_id}

    def audience_by(self, reader: Viewer, mine: Row[Any]) -> Audience | None:
        """That of a member of whom these COLUMNS tell; None if it is to be noted that they read further."""
        read = mine.read or 0
        return None if read < self.last else self.audience(reader, read, bool(mine.followed))

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
    writers = frozenset((*authors, row.author_id))
    return Readership(key.id, number, first, last, row.last_number, writers, closed_groups())


def closed_groups() -> frozenset[int]:
    """The ids of the groups that are not open to all."""
    return frozenset(db.session.scalars(CLOSED))


class ListAudience(NamedTuple):
    """Members who see a page of lists alike.

    They are in these of the `groups` that are not open to all, and have as many `unread` in its threads.
    """

    groups: frozenset[int]
    unread: frozenset[tuple[int, int]]


@dataclass(frozen=True)
class ListReadership:
    """What tells the audiences of a page of lists apart.

    `closed` are the groups that are not open to all; `ends` the last numbers of the threads that it lists, by
    id, for whoever is in the same of those groups.
    """

    closed: frozenset[int]
    ends: Recent[frozenset[int], Mapping[int, int]] = field(default_factory=Recent)

    COLUMNS = ()
    asked: ClassVar[Mapping[str, object]] = {}

    def groups(self, reader: Viewer) -> frozenset[int]:
        """The groups that a member is in and not everybody."""
        return reader.groups & self.closed

    def listing(self, groups: frozenset[int], ends: Mapping[int, int]) -> "ListReadership":
        """The same, and what the page lists for whoever is in these groups."""
        return ListReadership(self.closed, self.ends.adding(groups, ends))

    def audience_by(self, reader: Viewer, mine: object = None) -> ListAudience | None:
        """That of a member; None if nobody who is in the same groups was there yet."""
        groups = self.groups(reader)
        ends = self.ends.get(groups)
        return None if ends is None else ListAudience(groups, frozenset(unread_counts(ends, reader).items()))


def member_of(groups: frozenset[int], own: int | None = None) -> Viewer:
    """A member of these groups, nobody in particular or the one whose `own` page it is."""
    return Viewer(id=own or NOBODY, roles=MEMBERS, groups=groups)
