"""A page of a thread for members: made once for all who see it alike (docs/decisions/0037)."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from flask_wtf.csrf import generate_csrf

from forum.accounts.anyone import made_for_many
from forum.debates import queries
from forum.debates.forms.texts import new_submission
from forum.debates.queries.audiences import Audience, Readership, readership_of, shares_pages
from forum.lib.dates import language
from forum.lib.pages import Alike, Pieces, Shelf, filled, pieces_of, shelf
from forum.lib.urls import Key
from forum.lib.zipped import page_of
from forum.permissions import viewer

OWN = {"token": generate_csrf, "submission": new_submission}


@dataclass(frozen=True)
class Sharing:
    """A member's request for a page that others see alike.

    `read` is how far they had read, `known` what is kept of the page.
    """

    shelf: Shelf
    readership: Readership
    audience: Audience
    read: int
    known: Alike | None

    def page(self, make: Callable[[int, Audience], str]) -> Response:
        """The page that was kept, else as `make` gives it for the audience; with what is the reader's own."""
        pieces = self.known.pages.get(self.audience) if self.known else None
        if pieces is None:
            with self.shelf.turn(self.audience) as made:
                pieces = made or self.made(make)
        return page_of(filled(pieces, OWN))

    def made(self, make: Callable[[int, Audience], str]) -> Pieces:
        """The page, made and kept."""
        with made_for_many(self.audience.viewer, language()):
            pieces = pieces_of(make(self.readership.number, self.audience))
        self.shelf.keep(self.readership, self.audience, pieces, self.known)
        return pieces


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
    read, followed = queries.reader_of(thread.id, reader)
    return Sharing(place, readership, readership.audience(reader, read, followed), read, known)
