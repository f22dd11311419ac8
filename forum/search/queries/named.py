"""The people, groups and tags that are called what somebody looks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Tag
from forum.debates.queries import known_tags
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
    beginning = select(Tag.id).where(begins(Tag.sort_key, start), known_tags(viewer)).order_by(Tag.sort_key)
    exact = select(Tag.id).where(Tag.slug.in_([slugify(word) for word in words]), known_tags(viewer))
    few = beginning.limit(MOST * MOST).subquery()
    rows = db.session.scalars(select(Tag).where(Tag.id.in_(select(few.c.id).union(exact)))).all()
    return sorted(rows, key=lambda tag: (-tag.thread_count, tag.sort_key))[:MOST]


def people_named(start: str, username: str) -> Sequence[User]:
    """People whose names begin so, or who have just that username; in Spanish order."""
    beginning = select(User.id).where(begins(User.sort_key, start), visible_people()).order_by(User.sort_key)
    few = beginning.limit(MOST).subquery()
    exact = select(User.id).where(User.username_key == username, visible_people())
    rows = select(User).where(User.id.in_(select(few.c.id).union(exact))).order_by(User.sort_key, User.id)
    return db.session.scalars(rows.limit(MOST)).all()


def begins(column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """The condition that a sort key begins so, which an index answers."""
    return column.between(start, start + LAST)
