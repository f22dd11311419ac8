"""The people, groups and tags that are called what somebody looks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Tag
from forum.debates.queries import known_tags
from forum.debates.queries.visible import sees_all, some_viewer
from forum.extensions import db
from forum.groups.models import Group
from forum.lib.slugs import fold, slugify, sort_key
from forum.permissions import Viewer
from forum.search.query import And, Node, Phrase, Prefix, Word

MOST = 3  # of each
SHORTEST = 3  # letters of what may be the beginning of a name
LAST = "\x7f"  # sorts after whatever a sort key holds


@dataclass(frozen=True)
class Named:
    """A few of each, the best first."""

    groups: Sequence[Group] = ()
    tags: Sequence[Tag] = ()
    people: Sequence[User] = ()

    def __bool__(self) -> bool:
        return bool(self.groups or self.tags or self.people)


def named(tree: Node | None, viewer: Viewer, groups: Sequence[Group]) -> Named:
    """Who and what is called as the words of a query are, in two statements: as far as `viewer` may know.

    Accents and case do not count. People and tags are found by the beginning of their names, tags also by
    one of the words alone, groups by the beginnings of their words.
    """
    words = wanted(tree)
    start = sort_key(" ".join(words))
    if len(start) < SHORTEST:
        return Named()
    return Named(
        groups=[group for group in groups if has_all(group.sort_key, start.split())][:MOST],
        tags=tags_named(start, words, viewer),
        people=people_named(start, fold("".join(words))),
    )


def wanted(tree: Node | None) -> list[str]:
    """The words that have to be there."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    return [part.text for part in parts if isinstance(part, Word | Phrase | Prefix)]


def has_all(key: str, starts: Sequence[str]) -> bool:
    """Whether each of these is the beginning of a word of a name."""
    return all(any(word.startswith(start) for word in key.split()) for start in starts)


def tags_named(start: str, words: Sequence[str], viewer: Viewer) -> list[Tag]:
    """Tags whose names begin so, or that are one of the words; what is used most comes first."""
    told = {**beginning(start), "slugs": [slugify(word) for word in words], "groups": viewer.groups}
    rows = db.session.scalars(tags_query(sees_all(viewer)), told).all()
    return sorted(rows, key=lambda tag: (-tag.thread_count, tag.sort_key))[:MOST]


@cache
def tags_query(everywhere: bool) -> Select[Tag]:
    """The tags between two names, or at some `slugs`, that stand in one of `groups` or an open one, or
    `everywhere`. Built once, as the next one is: building them takes longer than running them.
    """
    known = known_tags(some_viewer(everywhere))
    by_name = select(Tag.id).where(begins(Tag.sort_key), known).order_by(Tag.sort_key)
    few = by_name.limit(MOST * MOST).subquery()
    exact = select(Tag.id).where(Tag.slug.in_(bindparam("slugs", expanding=True)), known)
    return select(Tag).where(Tag.id.in_(select(few.c.id).union(exact)))


def people_named(start: str, username: str) -> Sequence[User]:
    """People whose names begin so, or who have just that username; in Spanish order."""
    return db.session.scalars(people_query(), {**beginning(start), "username": username}).all()


@cache
def people_query() -> Select[User]:
    """The people between two names, or with a `username`."""
    few = select(User.id).where(begins(User.sort_key), visible_people()).order_by(User.sort_key)
    exact = select(User.id).where(User.username_key == bindparam("username"), visible_people())
    either = select(few.limit(MOST).subquery().c.id).union(exact)
    return select(User).where(User.id.in_(either)).order_by(User.sort_key, User.id).limit(MOST)


def begins(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """The condition that a sort key begins as `beginning` is told, which an index answers."""
    return column.between(bindparam("first"), bindparam("last"))


def beginning(start: str) -> dict[str, str]:
    """Between which two sort keys those are that begin so."""
    return {"first": start, "last": start + LAST}
