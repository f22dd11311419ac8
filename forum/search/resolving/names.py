"""What people call groups, tags, people and organisations, as ids; and the name nearest to a wrong one.

Of what is not for the reader, nothing is known here: it is as if it did not exist.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest

from sqlalchemy import func, select

from forum.accounts.models import User
from forum.accounts.queries import visible_people
from forum.debates.models import Tag
from forum.debates.queries import known_tags
from forum.extensions import db
from forum.lib.slugs import slugify
from forum.search.documents import name, person
from forum.search.engine import Scope, Search
from forum.search.jobs import engine
from forum.search.query import Filter
from forum.search.resolving.readers import Reader, scope_of

Ids = Mapping[str, Sequence[str]]
CANDIDATES = 5_000  # people whose names may be near a wrong one
COMPARED = 200  # names that are compared with it, letter by letter
LONGER = 2  # letters that a slip makes a name longer or shorter by, at most
ALIKE = 0.7


def groups(values: Sequence[str], reader: Reader) -> Ids:
    """Groups by their slugs."""
    return {group.slug: [str(group.id)] for group in reader.groups if group.slug in values}


def tags(values: Sequence[str], reader: Reader) -> Ids:
    """Tags by their slugs."""
    rows = db.session.execute(select(Tag.slug, Tag.id).where(Tag.slug.in_(values), known_tags(reader.viewer)))
    return {slug: [str(tag)] for slug, tag in rows}


def authors(values: Sequence[str], reader: Reader) -> Ids:
    """People by their user names, and whoever wrote under such a name without an account."""
    known = select(User.username_key, User.id).where(User.username_key.in_(values), visible_people())
    people = {key: [person(user), name(key)] for key, user in db.session.execute(known)}
    rest = [value for value in values if value not in people]
    return people | {value: [name(value)] for value in without_account(rest, reader)}


def without_account(values: Sequence[str], reader: Reader) -> Sequence[str]:
    """Those of some names under which the reader finds something by somebody without an account.

    They are asked for at once, since mostly there is none; one by one, to know which, only where there is.
    """
    if not values:
        return []
    scope = scope_of(reader.groups)
    if not wrote(values, scope):
        return []
    return [value for value in values if len(values) == 1 or wrote([value], scope)]


def wrote(values: Sequence[str], scope: Scope) -> bool:
    """Whether there is something of any of these people without an account."""
    asked = Search(Filter("author", tuple(map(name, values))), scope, limit=1)
    return bool(engine().search(asked).hits)


def organisations(values: Sequence[str], reader: Reader) -> Ids:
    """Who works for an organisation with these words in its name: `lugo`, in «Ayuntamiento de Lugo»."""
    every = organisation_names()
    named = {value: [each for each in every if f"-{value}-" in f"-{slug(each)}-"] for value in values}
    wanted = {each for names in named.values() for each in names}
    staff: dict[str, list[str]] = {}
    rows = select(User.organisation, User.id).where(User.organisation.in_(wanted), visible_people())
    for organisation, user in db.session.execute(rows) if wanted else ():
        staff.setdefault(organisation, []).append(person(user))
    return {value: [who for each in names for who in staff.get(each, ())] for value, names in named.items()}


def organisation_names() -> Sequence[str]:
    """The organisations that people say they work for, each way of writing one."""
    said = select(User.organisation).where(User.organisation != "", visible_people())
    return db.session.scalars(said.distinct()).all()


@lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """A name of an organisation without its accents and signs."""
    return slugify(text, limit=200)


FINDERS: Mapping[str, Callable[[Sequence[str], Reader], Ids]] = {
    "group": groups,
    "tag": tags,
    "author": authors,
    "organisation": organisations,
}


def nearest(filter_name: str, value: str, reader: Reader) -> str:
    """The name nearest to one that does not exist; empty if none is near."""
    alike = nlargest(COMPARED, candidates(filter_name, value, reader), key=lambda other: shared(value, other))
    close = get_close_matches(value, alike, n=1, cutoff=ALIKE)
    return close[0] if close else ""


def shared(one: str, other: str) -> int:
    """How many letters two names have in common at their beginnings and ends: a slip leaves the others."""
    return alike_until(one, other) + alike_until(one[::-1], other[::-1])


def alike_until(one: str, other: str) -> int:
    """How many letters two texts have in common before they differ."""
    together = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(together) if a != b), min(len(one), len(other)))


def candidates(filter_name: str, value: str, reader: Reader) -> Iterable[str]:
    """Names that the reader may know of."""
    if filter_name == "group":
        return (group.slug for group in reader.groups)
    if filter_name == "tag":
        return db.session.scalars(select(Tag.slug).where(Tag.thread_count > 0))
    return people_like(value) if filter_name == "author" else map(slug, organisation_names())


def people_like(value: str) -> Iterable[str]:
    """User names that begin with the same letter, and are about as long."""
    length = func.length(User.username_key)
    alike = (
        User.username_key.startswith(value[:1], autoescape=True),
        length.between(len(value) - LONGER, len(value) + LONGER),
        visible_people(),
    )
    return db.session.scalars(select(User.username_key).where(*alike).limit(CANDIDATES))
