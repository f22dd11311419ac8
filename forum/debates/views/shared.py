"""Pages that members see alike: made once for all of them (docs/decisions/0037)."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, wraps

from flask import Response
from flask_wtf.csrf import generate_csrf

from forum.accounts.anyone import made_for_many
from forum.debates import queries
from forum.debates.forms.texts import new_submission
from forum.debates.models import Thread
from forum.debates.queries.audiences import (
    Audience,
    ListAudience,
    ListReadership,
    Readership,
    closed_groups,
    member_of,
    readership_of,
    shares_pages,
)
from forum.debates.views.blueprint import Answer
from forum.lib.dates import language
from forum.lib.pages import Alike, Pieces, Shelf, filled, pieces_of, shared, shelf
from forum.lib.urls import Key
from forum.lib.zipped import page_of
from forum.permissions import Viewer, viewer

OWN = {"token": generate_csrf, "submission": new_submission}

Find = Callable[[Alike], Pieces | None]  # finds a reader's page in what is kept of it


def kept_or_made(
    place: Shelf, known: Alike | None, apart: Hashable, find: Find, make: Callable[[], Pieces]
) -> Response:
    """A page that was kept, else made by one at a time of those with one `apart`; with one's own in it."""
    pieces = find(known) if known else None
    if pieces is None:
        with place.turn(apart) as entry:
            pieces = (find(entry) if entry else None) or make()
    return page_of(filled(pieces, OWN))


@dataclass(frozen=True)
class Sharing:
    """A member's request for a page of a thread that others see alike.

    `read` and `followed` are how far they had read and whether they follow it, `known` what is kept of it.
    """

    place: Shelf
    reader: Viewer
    readership: Readership
    read: int
    followed: bool
    known: Alike | None

    def page(self, make: Callable[[int, Audience], str]) -> Response:
        """The page that was kept, else as `make` gives it for the audience; with what is the reader's own."""
        audience = self.audience(self.readership)

        def made() -> Pieces:
            with made_for_many(audience.viewer, language()):
                pieces = pieces_of(make(self.readership.number, audience))
            self.place.keep(self.readership, audience, pieces, self.known)
            return pieces

        return kept_or_made(self.place, self.known, audience, self.find, made)

    def find(self, entry: Alike) -> Pieces | None:
        """The page in what is kept."""
        return entry.pages.get(self.audience(entry.facts))

    def audience(self, readership: Readership) -> Audience:
        """Who sees the page as the reader does."""
        return readership.audience(self.reader, self.read, self.followed)


def sharing(section: str, thread: Key, number: int | None) -> Sharing | None:
    """How page `number` of a thread is shared; None if whoever asks gets one of their own, or none."""
    reader = viewer()
    place = shelf() if shares_pages(reader) else None
    if place is None or not number:
        return None
    known = place.entry()
    readership = known.facts if known else readership_of(section, thread, number)
    if readership is None:
        return None
    return Sharing(place, reader, readership, *queries.reader_of(thread.id, reader), known)


class Marks:
    """How much of the threads on a page of lists one reader has not read; knows of which it was asked."""

    def __init__(self, reader: Viewer) -> None:
        self.reader = reader
        self.ends: dict[int, int] = {}
        self.unread: dict[int, int] = {}

    def of(self, threads: Sequence[Thread]) -> Mapping[int, int]:
        """How many numbers came after what the reader read, by thread; those never opened are left out."""
        ends = {thread.id: thread.last_number for thread in threads}
        unread = queries.unread_counts(ends, self.reader)
        self.ends |= ends
        self.unread |= unread
        return unread


def lists(view: Callable[..., str]) -> Callable[..., Answer]:
    """Mark a view of lists, which is given the reader's marks first and may know nothing else of a reader.

    A member gets what was kept for all who see it alike, else it is made and kept.
    """

    @shared
    @wraps(view)
    def page(**given: str) -> Answer:
        reader = viewer()
        place = shelf() if shares_pages(reader) else None
        if place is None:
            return view(Marks(reader), **given)
        return Lists(place, reader, place.entry()).page(partial(view, **given))

    return page


class Lists:
    """A member's request for a page of lists that others see alike; `known` is what is kept of it."""

    def __init__(self, place: Shelf, reader: Viewer, known: Alike | None) -> None:
        self.place, self.reader, self.known = place, reader, known
        self.readership = known.facts if known else ListReadership(closed_groups())
        self.groups = self.readership.groups(reader)

    def page(self, make: Callable[[Marks], str]) -> Response:
        """The page that was kept, else as `make` gives it; with what is the reader's own."""

        def made() -> Pieces:
            marks = Marks(self.reader)
            with made_for_many(member_of(self.groups), language()):
                pieces = pieces_of(make(marks))
            audience = ListAudience(self.groups, frozenset(marks.unread.items()))
            self.place.keep(self.readership.listing(self.groups, marks.ends), audience, pieces, self.known)
            return pieces

        return kept_or_made(self.place, self.known, self.groups, self.find, made)

    def find(self, entry: Alike) -> Pieces | None:
        """The page in what is kept."""
        audience = entry.facts.audience_by(self.reader)
        return entry.pages.get(audience) if audience else None
