"""The arguments of a search's address, in one order: what makes a search the same."""

import hashlib
from urllib.parse import parse_qsl, urlencode

from forum.search.query import Query, parse, shortened

LONGEST = 4_000  # characters of an address
NAMES = ("q", "kind", "group", "tag", "author", "after", "before", "since", "until", "thread")


def canonical(address: str) -> str:
    """What an address asks for: what decides what is found, always in one order.

    The first question mark begins it; one that was looked for stands there as it is.
    """
    given = dict(reversed(parse_qsl(address[:LONGEST].partition("?")[2])))
    values = {name: " ".join(shortened(given.get(name, "")).split()) for name in NAMES}
    return urlencode({name: value for name, value in values.items() if value})


def arguments_of(query: str) -> dict[str, str]:
    """The arguments of a saved search by name."""
    return dict(parse_qsl(query))


def query_of(query: str) -> Query:
    """A saved search as it is understood now: «7d» are the last seven days, whenever they are."""
    given = arguments_of(query)
    return parse(given.pop("q", ""), given)


def digest_of(query: str) -> str:
    """What tells a saved search from another; 64 hex digits."""
    return hashlib.sha256(query.encode()).hexdigest()
