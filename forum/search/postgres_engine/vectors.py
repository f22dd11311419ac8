"""A document's terms as a tsvector: each with its places, and the weight of where it stands.

PostgreSQL's limits are kept by leaving out, never by failing: 16,383 places, 255 of a word, a megabyte.
"""

from collections.abc import Iterator
from typing import NamedTuple

from forum.search.analysis import terms
from forum.search.engine import Document

GAP = 10  # places between title and text, so that no phrase spans both
TITLE, BODY = "A", "B"  # weights: of title and text, and of the further terms of a word in them
ALSO_IN_TITLE, ALSO = "C", "D"
LAST_PLACE = 16_380
BEYOND = 16_383  # where everything stands that comes later: no two of these are neighbours
MOST_PLACES = 255
MOST_BYTES = 900_000
LONGEST = 2_000  # bytes of a word


class Placed(NamedTuple):
    """A term, its place and its weight."""

    text: str
    place: int
    weight: str


def vector(document: Document) -> tuple[str, int]:
    """The vector as PostgreSQL reads it, and how many words were looked at."""
    places: dict[str, dict[int, str]] = {}
    last = set()
    for term in placed(document):
        of_term = places.setdefault(term.text, {})
        last.add(term.place)
        place = term.place if term.place <= LAST_PLACE else BEYOND
        if len(of_term) < MOST_PLACES:
            of_term.setdefault(place, term.weight)
    return " ".join(within_limits(places)), len(last)


def within_limits(places: dict[str, dict[int, str]]) -> Iterator[str]:
    """Each term with its places, until the vector is full."""
    size = 0
    for text, of_term in places.items():
        long = len(text.encode("utf-8", "replace"))
        size += long + 8 + 2 * len(of_term)
        if size > MOST_BYTES:
            return
        if long < LONGEST:
            yield f"{quoted(text)}:{','.join(f'{place}{weight}' for place, weight in of_term.items())}"


def placed(document: Document) -> Iterator[Placed]:
    """The terms of title and text; a word that is found in several ways stands in all at one place."""
    last = 0
    for place, term in enumerate(terms(document.title, document.language), start=1):
        yield Placed(term.text, place, TITLE)
        yield from (Placed(text, place, ALSO_IN_TITLE) for text in term.also)
        last = place + GAP
    for place, term in enumerate(terms(document.text, document.language), start=last + 1):
        yield Placed(term.text, place, BODY)
        yield from (Placed(text, place, ALSO) for text in term.also)


def quoted(text: str) -> str:
    """A term as tsvector and tsquery read it, whatever it holds."""
    return "'" + safe(text).replace("\\", "\\\\").replace("'", "''") + "'"


def safe(text: str) -> str:
    """A text that the database can be asked for."""
    return text.encode("utf-8", "replace").decode().replace("\x00", " ")


def unquoted(term: str) -> str:
    """The term that `quoted` quoted."""
    return term[1:-1].replace("''", "'").replace("\\\\", "\\")
