"""The pages that much is asked of, in whatever community there is: those that hold most."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from forum.accounts.models import User
from forum.debates.models import Post, Tag, Thread
from forum.debates.queries import page_of
from forum.extensions import db
from forum.groups.models import Group, GroupMember

ROWS = 20  # posts on a thread's page


@dataclass(frozen=True)
class Page:
    """A page by its path, and who asks for it: the person's id, None for a guest."""

    path: str
    person: int | None = None


def longest_thread() -> Thread:
    """The longest thread where everybody may write."""
    longest = select(Thread).where(writable(), Thread.state == "visible").order_by(Thread.last_number.desc())
    return db.session.scalars(longest.limit(1)).one()


def writable() -> ColumnElement[bool]:
    """The condition on Thread that every member may reply."""
    open_groups = select(Group.id).where(Group.visibility == "open")
    return ~Thread.closed & (Thread.group_id.is_(None) | Thread.group_id.in_(open_groups))


def path_of(thread: Thread, page: int = 1) -> str:
    """The path of a page of a thread."""
    path = f"/{thread.section}/{thread.key}"
    return path if page == 1 else f"{path}?page={page}"


def last_full_page(thread: Thread) -> int:
    """The last page of a thread that holds twenty numbers."""
    return page_of(max(thread.last_number - ROWS + 1, 1))


def one(query: Select[str]) -> str:
    """The first row of the only column of a query."""
    return db.session.scalars(query.limit(1)).one()


def person_with(*roles: str) -> int:
    """The id of the first person with one of these roles, who moderates no group."""
    busy = select(GroupMember.user_id).where(GroupMember.moderator)
    people = select(User.id).where(User.role.in_(roles), User.id.not_in(busy))
    return db.session.scalars(people.order_by(User.id).limit(1)).one()


def hot_pages() -> Mapping[str, Page]:
    """The pages by name, for a guest but where the name says otherwise."""
    thread = longest_thread()
    first, last = path_of(thread), path_of(thread, last_full_page(thread))
    group = one(
        select(Group.slug).where(Group.visibility == "open").order_by(Group.thread_count.desc(), Group.id)
    )
    tag = one(select(Tag.slug).order_by(Tag.thread_count.desc(), Tag.id))
    posts = func.count(Post.id)
    writer = one(select(User.username).join(Post).group_by(User.id).order_by(posts.desc(), User.id))
    member, moderator = person_with("member"), person_with("moderator", "admin")
    return {
        "home": Page("/"),
        "home, signed in": Page("/", member),
        "debates": Page("/debates/"),
        "debates, unanswered": Page("/debates/?which=unanswered"),
        "debates, unread": Page("/debates/?which=unread", member),
        "group": Page(f"/groups/{group}"),
        "tag": Page(f"/tags/{tag}"),
        "thread, first page": Page(first),
        "thread, last page": Page(last),
        "thread, signed in": Page(first, member),
        "person": Page(f"/people/{writer}"),
        "person, replies": Page(f"/people/{writer}?tab=replies"),
        "person, debates": Page(f"/people/{writer}?tab=debates"),
        "blog": Page("/blog/"),
        "people": Page("/people/"),
        "groups": Page("/groups/"),
        "feed": Page("/feed.atom"),
        "feed of a group": Page(f"/groups/{group}/feed.atom"),
        "feed of a tag": Page(f"/tags/{tag}/feed.atom"),
        "feed of a person": Page(f"/people/{writer}/feed.atom"),
        "feed of a thread": Page(f"{first}/feed.atom"),
        "sitemap": Page("/sitemap.xml"),
        "moderation queue": Page("/moderation/", moderator),
    }
