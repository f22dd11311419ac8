"""What pages about people show."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from forum.accounts.models import User
from forum.accounts.queries import visible_people, with_username
from forum.debates import queries as debates
from forum.debates.models import Post, Thread
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.keys import Cursor, Slice
from forum.lib.refusals import Gone, NotFound
from forum.lib.slugs import fold, sort_key
from forum.permissions import Viewer
from forum.profiles.models import NO_GROUP, Contribution

LIST = 50
ACTS = 20
TABS = ("", "debates", "replies", "blog")


def find_person(username: str) -> User:
    """The person with this name, in whatever case. NotFound, or Gone where the account was erased."""
    person = with_username(username)
    if person is None or person.confirmed_at is None:
        raise NotFound
    if person.state == "erased":
        raise Gone
    return person


@dataclass(frozen=True)
class People:
    """Some of the people in Spanish order; `next` is the username after which the following ones come."""

    items: Sequence[User]
    next: str | None
    start: str | None


def people_page(name: str = "", after: str | None = None, size: int = LIST) -> People:
    """People by name, those whose name or username has `name` in it if it says something."""
    query = select(User).where(visible_people(), *named(name))
    if after:
        query = query.where(tuple_(User.sort_key, User.id) > place_of(after))
    people = db.session.scalars(query.order_by(User.sort_key, User.id).limit(size + 1)).all()
    more = len(people) > size
    return People(people[:size], people[size - 1].username if more else None, after)


def named(name: str) -> list[ColumnElement[bool]]:
    """The condition that a person's name has `name` in it, whatever its case and accents."""
    words = sort_key(name).replace("~", "")
    if not words:
        return []
    shown = func.replace(User.sort_key, "~", "").contains(words, autoescape=True)
    return [or_(shown, User.username_key.contains(fold(name.strip()), autoescape=True))]


def place_of(username: str) -> tuple[str, int]:
    """Where a person stands in the list; NotFound if there is none."""
    person = with_username(username)
    if person is None:
        raise NotFound
    return person.sort_key, person.id


@dataclass(frozen=True)
class GroupCounts:
    """What a person contributed in a group; `group` is None for what stands in none."""

    group: Group | None
    debates: int
    entries: int
    replies: int


def contributions(person: User, viewer: Viewer) -> Sequence[GroupCounts]:
    """The person's counts in the groups that `viewer` may know of, most first. One statement."""
    total = Contribution.debates + Contribution.entries + Contribution.replies
    rows = db.session.execute(
        select(Group, Contribution)
        .select_from(Contribution)
        .outerjoin(Group, and_(Group.id == Contribution.group_id, visible_groups(viewer)))
        .where(
            Contribution.user_id == person.id,
            or_(Group.id.is_not(None), Contribution.group_id == NO_GROUP),
            total > 0,
        )
        .order_by(total.desc(), Contribution.group_id)
    ).all()
    return [GroupCounts(group, row.debates, row.entries, row.replies) for group, row in rows]


def acts(person: User, viewer: Viewer, tab: str = "", after: Cursor | None = None) -> Slice[Post]:
    """The person's posts that `viewer` may read, newest first: all, or only what the tab is for."""
    if tab in ("debates", "blog"):
        kind = "debate" if tab == "debates" else "entry"
        opened = [Thread.author_id == person.id, Thread.kind == kind]
        return debates.opening_archive(viewer, opened, after, ACTS)
    written: list[ColumnElement[bool]] = [Post.author_id == person.id]
    if tab == "replies":
        written.append(Post.number > 1)
    return debates.recent_posts(viewer, written, after, ACTS)
