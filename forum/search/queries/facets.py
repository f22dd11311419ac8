"""How what was found is spread over kinds, groups, tags, people and years, as the page names them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, literal, select

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Post, Tag
from forum.extensions import db
from forum.groups.models import Group
from forum.search.documents import name, person
from forum.search.engine import FACETS, Counts, Found

MOST = 8  # values of a facet that are shown
AS_THEY_ARE = ("kind", "year")
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


Labels = Mapping[tuple[str, str], tuple[str, str]]  # of a facet's value, what addresses and people call it


def facets_of(found: Found, groups: Sequence[Group]) -> list[Facet]:
    """The facets that have something to choose, in the order of FACETS; tags and people by one statement.

    Only what the reader may read was counted, so the reader may know of all that is named here, but of people
    who are gone.
    """
    labels = {("group", str(group.id)): (group.slug, group.name) for group in groups} | labels_of(found)
    tones = {group.slug: group.tone for group in groups}
    chosen = {name: choices(name, found.facets.get(name, ()), labels)[:MOST] for name in FACETS}
    chosen["group"] = [replace(one, tone=tones[one.value]) for one in chosen["group"]]
    chosen["year"].sort(key=lambda one: one.value, reverse=True)
    return [Facet(name, few) for name, few in chosen.items() if few]


def choices(name: str, counts: Counts, labels: Labels) -> list[Choice]:
    """The values that have a name, the commonest first; those that addresses call the same are one."""
    totals: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for value, count in counts:
        slug, label = (value, value) if name in AS_THEY_ARE else labels.get((name, value), ("", ""))
        if slug:
            totals[slug] += count
            shown.setdefault(slug, label)
    return [Choice(slug, shown[slug], count) for slug, count in totals.most_common()]


def labels_of(found: Found) -> dict[tuple[str, str], tuple[str, str]]:
    """The names of the tags and people that were counted; of people those that others may know of."""
    tags = [int(value) for value, _ in found.facets.get("tag", ())]
    people = [value for value, _ in found.facets.get("author", ())]
    users = [int(value[1:]) for value in people if value.startswith("u")]
    labels = guests(found) if len(users) < len(people) else {}
    shown = func.coalesce(func.nullif(User.display_name, ""), User.username)
    of_tags = select(literal("tag"), Tag.id, Tag.slug, Tag.name).where(Tag.id.in_(tags))
    of_users = select(literal("author"), User.id, User.username_key, shown).where(User.id.in_(users))
    if tags or users:
        for facet, number, slug, label in db.session.execute(
            of_tags.union_all(of_users.where(visible_people()))
        ):
            labels[facet, str(number) if facet == "tag" else person(number)] = (slug, label)
    return labels


def guests(found: Found) -> dict[tuple[str, str], tuple[str, str]]:
    """The names of people without an account: as they wrote them, if among the best that was found."""
    keys = [value for value, _ in found.facets["author"] if value.startswith(name(""))]
    ids = [hit.post_id for hit in found.hits[:LOOKED_AT]]
    names = select(Post.author_name).where(Post.id.in_(ids), Post.author_id.is_(None)).distinct()
    written = {name(text): text for text in db.session.scalars(names)}
    bare = {key: key.removeprefix(name("")) for key in keys}
    return {("author", key): (slug, written.get(key, slug)) for key, slug in bare.items()}
