"""How what was found is spread over kinds, groups, tags, people and years, as the page names them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Post, Tag
from forum.extensions import db
from forum.groups.models import Group
from forum.search.documents import name, person
from forum.search.engine import FACETS, Counts, Found

MOST = 8  # values of a facet that are shown
LOOKED_AT = 200  # hits among which the names of people without an account are looked for


@dataclass(frozen=True)
class Choice:
    """A value of a facet: as an address has it and as people read it, and how many of the posts have it."""

    value: str
    label: str
    count: int
    tone: int | None = None


@dataclass(frozen=True)
class Facet:
    """What one may narrow by: `name` is that of the operator, or year. At least one choice."""

    name: str
    choices: Sequence[Choice]


def facets_of(found: Found, groups: Sequence[Group]) -> list[Facet]:
    """The facets that have something to choose, in the order of FACETS; tags and people by a statement each.

    Only the reader's own posts were counted, so the reader may know of all that is named here, but of people
    who are gone.
    """
    named: Mapping[str, Callable[[Counts], list[Choice]]] = {
        "group": lambda counts: of_groups(counts, groups),
        "tag": of_tags,
        "author": lambda counts: of_people(counts, found),
    }
    chosen = {
        facet: named.get(facet, as_they_are)(counts)[:MOST]
        for facet in FACETS
        if (counts := found.facets.get(facet, ()))
    }
    return [Facet(facet, choices) for facet, choices in chosen.items() if choices]


def as_they_are(counts: Counts) -> list[Choice]:
    """Kinds and years."""
    return [Choice(value, value, count) for value, count in counts]


def of_groups(counts: Counts, groups: Sequence[Group]) -> list[Choice]:
    """Groups by their ids, those of them that the reader knows."""
    known = {str(group.id): group for group in groups}
    return [
        Choice(known[value].slug, known[value].name, count, known[value].tone)
        for value, count in counts
        if value in known
    ]


def of_tags(counts: Counts) -> list[Choice]:
    """Tags by their ids."""
    rows = db.session.execute(
        select(Tag.id, Tag.slug, Tag.name).where(Tag.id.in_([int(value) for value, _ in counts]))
    )
    known = {str(tag): (slug, label) for tag, slug, label in rows}
    return [Choice(*known[value], count) for value, count in counts if value in known]


def of_people(counts: Counts, found: Found) -> list[Choice]:
    """Accounts and whoever wrote without one, by the name that addresses have: it may be that of both."""
    known = accounts([int(value[1:]) for value, _ in counts if value.startswith("u")])
    if any(value.startswith("n-") for value, _ in counts):
        known = {**without_account(found), **known}
    totals: Counter[str] = Counter()
    labels: dict[str, str] = {}
    for value, count in counts:
        slug, label = known.get(value, (value[2:], value[2:]) if value.startswith("n-") else ("", ""))
        if slug:
            totals[slug] += count
            labels.setdefault(slug, label)
    return [Choice(slug, labels[slug], count) for slug, count in totals.most_common()]


def accounts(ids: Sequence[int]) -> dict[str, tuple[str, str]]:
    """What addresses and people call those accounts, those that others may know of."""
    rows = db.session.scalars(select(User).where(User.id.in_(ids), visible_people()))
    return {person(user.id): (user.username_key, user.name) for user in rows}


def without_account(found: Found) -> dict[str, tuple[str, str]]:
    """The same of people without an account, who wrote the best of what was found."""
    ids = [hit.post_id for hit in found.hits[:LOOKED_AT]]
    names = select(Post.author_name).where(Post.id.in_(ids), Post.author_id.is_(None)).distinct()
    return {name(text): (name(text)[2:], text) for text in db.session.scalars(names)}
