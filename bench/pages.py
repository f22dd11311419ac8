"""The pages that much is asked of, in whatever community there is: those that hold most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select

from forum.accounts.models import User
from forum.debates.models import Post, Tag, Thread
from forum.debates.queries import page_of
from forum.extensions import db
from forum.groups.models import Group, GroupMember
from forum.moderation.models import Case

ROWS = 20  # posts on a thread's page


@dataclass(frozen=True)
class Page:
    """A page by its path, and who asks for it: the person's id, None for a guest."""

    path: str
    person: int | None = None


def longest_threads(many: int) -> Sequence[Thread]:
    """The longest threads where everybody may write, the longest first."""
    longest = select(Thread).where(writable(), Thread.state == "visible").order_by(Thread.last_number.desc())
    return db.session.scalars(longest.limit(many)).all()


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


def moderates() -> ColumnElement[bool]:
    """The condition on User that somebody moderates a group."""
    return User.id.in_(select(GroupMember.user_id).where(GroupMember.moderator))


def person_with(*roles: str) -> int:
    """The id of the first person with one of these roles, who moderates no group."""
    people = select(User.id).where(User.role.in_(roles), ~moderates())
    return db.session.scalars(people.order_by(User.id).limit(1)).one()


def seen_pages() -> dict[str, str]:
    """The paths, by name, of pages that everybody sees, and members with more on them."""
    (thread,) = longest_threads(1)
    first, last = path_of(thread), path_of(thread, last_full_page(thread))
    group = one(
        select(Group.slug).where(Group.visibility == "open").order_by(Group.thread_count.desc(), Group.id)
    )
    tag = one(select(Tag.slug).order_by(Tag.thread_count.desc(), Tag.id))
    posts = func.count(Post.id)
    writer = one(select(User.username).join(Post).group_by(User.id).order_by(posts.desc(), User.id))
    return {
        "home": "/",
        "debates": "/debates/",
        "group": f"/groups/{group}",
        "tag": f"/tags/{tag}",
        "tags": "/tags/",
        "thread, first page": first,
        "thread, last page": last,
        "person": f"/people/{writer}",
        "person, replies": f"/people/{writer}?tab=replies",
        "person, debates": f"/people/{writer}?tab=debates",
        "blog": "/blog/",
        "people": "/people/",
        "groups": "/groups/",
    }


def hot_pages() -> Mapping[str, Page]:
    """The pages by name, for a guest but where the name says otherwise."""
    (thread,) = longest_threads(1)
    member, moderator = person_with("member"), person_with("moderator", "admin")
    person = db.session.get_one(User, member)
    seen = seen_pages()
    public = {
        "debates, unanswered": "/debates/?which=unanswered",
        "feed": "/feed.atom",
        "feed of a group": f"{seen['group']}/feed.atom",
        "feed of a tag": f"{seen['tag']}/feed.atom",
        "feed of a person": f"{seen['person']}/feed.atom",
        "feed of a thread": f"{seen['thread, first page']}/feed.atom",
        "sitemap": "/sitemap.xml",
        "transparency, log": "/transparency/log",
        "transparency, feed": "/transparency/log.atom",
    }
    own = {
        "debates, unread": "/debates/?which=unread",
        "notifications": "/notifications",
        "own communications": "/me/communications",
        "own flags": "/me/flags",
        "own decisions": "/me/decisions",
        "own drafts": "/me/drafts",
        "own searches": "/me/searches",
    }
    of_others = select(Case).where(Case.state == "new", Case.about_id != moderator).order_by(Case.id)
    case = db.session.scalars(of_others.limit(1)).one()
    team = {
        "moderation queue": "/moderation/",
        "moderation queue, by weight": "/moderation/?order=weight",
        "moderation, own cases": "/moderation/mine",
        "moderation, decided": "/moderation/resolved",
        "moderation, decided, filtered": "/moderation/resolved?source=person",
        "moderation, waiting posts": "/moderation/pending",
        "moderation, appeals": "/moderation/appeals",
        "moderation, log": "/moderation/log",
        "moderation, bans": "/moderation/bans",
        "moderation, a case": f"/moderation/cases/{case.id}",
        "moderation, a post": f"/moderation/posts/{case.post_id}",
        "moderation, a thread": f"/moderation/threads/{thread.id}",
        "moderation, a person": f"/moderation/people/{person.username}",
        "moderation, screening": "/moderation/screening/",
        "work on a thread": f"/moderation/threads/{thread.id}/work",
        "versions of a post": f"/posts/{case.post_id}/revisions",
        "audit log": "/admin/audit",
        "audit log of an act": "/admin/audit?act=post.dismiss",
        "administrators": "/admin/team",
        "groups, administered": "/admin/groups",
    }
    return {
        **{name: Page(path) for name, path in (seen | public).items()},
        **{f"{name}, signed in": Page(path, member) for name, path in seen.items()},
        **{name: Page(path, member) for name, path in own.items()},
        **{f"{name}, moderating": Page(path, moderator) for name, path in seen.items()},
        **{name: Page(path, moderator) for name, path in team.items()},
    }
