"""A query's filters as the index knows them: ids in place of names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.models import Tag
from forum.extensions import db
from forum.groups.models import Group
from forum.search.documents import name, person
from forum.search.query import And, Filter, Node, Not, Or


@dataclass(frozen=True)
class Reader:
    """Who searches: the groups where they may look."""

    groups: Sequence[Group]


def resolved(node: Node | None, reader: Reader) -> Node | None:
    """The tree with every filter resolved. What does not exist, or not for the reader, is found nowhere."""
    if isinstance(node, Filter):
        resolve = RESOLVERS.get(node.name)
        return Filter(node.name, tuple(resolve(node.values, reader))) if resolve else node
    if isinstance(node, Not):
        part = resolved(node.part, reader)
        return Not(part) if part is not None else None
    if isinstance(node, And | Or):
        return type(node)(tuple(made for part in node.parts if (made := resolved(part, reader)) is not None))
    return node


def groups(values: Sequence[str], reader: Reader) -> list[str]:
    """Groups by their slugs."""
    return [str(group.id) for group in reader.groups if group.slug in values]


def tags(values: Sequence[str], reader: Reader) -> list[str]:
    """Tags by their slugs."""
    return [str(tag) for tag in db.session.scalars(select(Tag.id).where(Tag.slug.in_(values)))]


def authors(values: Sequence[str], reader: Reader) -> list[str]:
    """People by their user names, and whoever wrote under such a name without an account."""
    people = db.session.scalars(select(User.id).where(User.username_key.in_(values)))
    return [*(person(user) for user in people), *(name(value) for value in values)]


RESOLVERS: dict[str, Callable[[Sequence[str], Reader], Sequence[str]]] = {
    "group": groups,
    "tag": tags,
    "author": authors,
}
