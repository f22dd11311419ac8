"""Pages that members see alike, kept beside those of guests and in the same space."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from forum.lib.dates import language
from forum.lib.locale import languages
from forum.lib.pages.asking import Key, key_of
from forum.lib.pages.cache import EXTENSION, NOT_KEPT, PageCache
from forum.lib.pages.holes import Pieces
from forum.lib.pages.showing import revisions_shown, shows
from forum.lib.pages.store import BESIDE, Kept, Turn
from forum.lib.recent import Recent

MEMBERS = "members"
NOT_ALIKE = NOT_KEPT | {"content-encoding"}

View = TypeVar("View", bound=Callable[..., Any])


@dataclass
class Alike(Kept):
    """A page by audience, and `facts`: what tells which audience a reader is of.

    `headers` and `route` are those of an answer with it, once there was one.
    """

    facts: Any
    pages: Recent[Hashable, Pieces]
    headers: Sequence[tuple[str, str]] = ()
    route: str = ""

    @property
    def size(self) -> int:
        return BESIDE + space_of(self.pages.things.values())


class Shelf:
    """Where the page that a member asks for is kept."""

    def __init__(self, cache: PageCache, key: Hashable) -> None:
        self.cache, self.key = cache, key

    def entry(self) -> Alike | None:
        """What is kept of the page and still holds."""
        entry: Alike | None = self.cache.kept(self.key)
        return entry

    @contextmanager
    def turn(self, apart: Hashable) -> Iterator[Alike | None]:
        """One at a time of those with one `apart`: what is kept since another of them was here, if so."""
        with self.cache.store.turn((self.key, apart)) as turn:
            yield None if turn is Turn.FIRST else self.entry()

    def keep(self, facts: object, audience: Hashable, pieces: Pieces, known: Alike | None) -> None:
        """Keep a page that was just made. `known` is where the facts come from, if they were kept.

        All that is kept in one place lives by what any of its audiences is shown.
        """
        now = self.entry()
        shows(*(name for entry in (known, now) if entry for name in entry.revisions))
        revisions = revisions_shown()
        if revisions is None or (known and not known.is_of(revisions)):
            return
        pages: Recent[Hashable, Pieces] = now.pages if now and now.is_of(revisions) else Recent()
        space = self.cache.store.largest - BESIDE
        pages = pages.adding(audience, pieces, lambda kept: space_of(kept) <= space)
        g.alike = Alike(revisions, facts, pages)
        self.cache.store.put(self.key, g.alike)


def space_of(pages: Iterable[Pieces]) -> int:
    """The bytes that pages take."""
    return sum(len(part) for page in pages for piece in page for part in piece)


def shared(view: View) -> View:
    """Mark a view whose pages members may share: what they show is read as of one moment."""
    view.is_shared = True  # type: ignore[attr-defined]
    return view


def shelf() -> Shelf | None:
    """Where the page of this request is kept for members; None if it may hold something of one alone."""
    cache: PageCache | None = current_app.extensions.get(EXTENSION)
    if cache is None or "_flashes" in session:
        return None
    key = key_of(request.environ, request.cookies, language(), gzip=False)
    return None if key is None else Shelf(cache, (MEMBERS, key))


def kept_by_language(app: Flask, key: Key) -> Mapping[str, Alike]:
    """What is kept of a page for members, in whatever languages; it may hold no longer."""
    store = app.extensions[EXTENSION].store
    found = ((code, store.get((MEMBERS, key._replace(language=code)))) for code, _ in languages())
    return {code: entry for code, entry in found if entry is not None}


def holds_for_members(key: Key, entry: Alike) -> bool:
    """Whether an entry is what is kept of a page for members, and still holds."""
    cache: PageCache = current_app.extensions[EXTENSION]
    return cache.kept((MEMBERS, key)) is entry


def init_members(app: Flask) -> None:
    """Keep members' pages as they are answered. Called before anything else looks at answers."""
    app.after_request(note_headers)


def note_headers(response: Response) -> Response:
    """Keep the headers of an answer beside the page that was made for it."""
    if "alike" in g and response.status_code == 200 and "Set-Cookie" not in response.headers:
        g.alike.route = request.url_rule.rule if request.url_rule else ""
        g.alike.headers = [pair for pair in response.headers if pair[0].lower() not in NOT_ALIKE]
    return response
