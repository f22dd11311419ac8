"""A page of results: found by the engine, seen through the reader's eyes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.groups.models import Group
from forum.lib.dates import language
from forum.lib.pagination import page_count
from forum.lib.refusals import NotFound
from forum.permissions import Viewer
from forum.search.engine import Found, Search
from forum.search.excerpts import Marker
from forum.search.jobs import engine
from forum.search.queries.facets import Facet, facets_of
from forum.search.queries.named import Named, named
from forum.search.queries.posts import Line, by_thread, with_texts
from forum.search.queries.reasons import Reason, reasons
from forum.search.query import Note, Query
from forum.search.resolving import Reader, scope_of, thread_places, told_of, understood
from forum.search.spelling import Correction, corrected

PAGE = 20
ORDERS = ("relevance", "newest", "oldest", "activity", "replies")
FEW = 5  # results, below which the reader may have meant other words
MOST = 1000  # results that are counted; beyond, the reader reads «más de 1.000»


@dataclass(frozen=True)
class Results:
    """A page of results: threads with their best posts.

    `total` counts what the view shows, `posts` and `threads` the one and the other; `capped` says that there
    are more posts than were counted, `relaxed` that no post had all the words. The `facets`' figures are of
    posts, and low if `uncounted`. `reasons` are by post, `named` is what is called as the words are, `notes`
    tell which names there are not, `correction` is what may have been meant.
    """

    lines: Sequence[Line]
    total: int
    posts: int
    threads: int
    capped: bool
    relaxed: bool
    number: int
    pages: int
    marker: Marker
    reasons: Mapping[int, Reason]
    named: Named
    correction: Correction | None = None
    facets: Sequence[Facet] = ()
    uncounted: bool = False
    notes: Sequence[Note] = ()

    @property
    def first(self) -> int:
        return PAGE * (self.number - 1) + 1

    @property
    def last(self) -> int:
        return min(PAGE * self.number, self.total)

    @property
    def total_mark(self) -> str:
        """The total for machines: `1000+` where it was not counted further."""
        return f"{MOST}+" if self.capped and self.total >= MOST else str(self.total)


def search(
    query: Query, viewer: Viewer, *, groups: Sequence[Group], order: str, view: str, number: int = 1
) -> Results:
    """Page `number` of what `viewer`, who may look into `groups`, finds. Totals count only what they may see.

    Raises IndexMissing, and NotFound for a page that there is not.
    """
    reader = Reader(groups, viewer)
    tree, unknown = understood(query, reader)
    asked = Search(
        tree,
        scope_of(groups),
        order,
        MOST,
        relax=True,
        threads=view == "threads",
        facets=True,
        language=language(),
        thread_places={} if engine().follows else thread_places(order),
    )
    found = engine().search(asked)
    listed = (by_thread(found.hits) if view == "threads" else [[hit] for hit in found.hits])[:MOST]
    pages = page_count(len(listed), PAGE)
    if number > pages:
        raise NotFound
    marker = Marker(query.tree, asked.language)
    lines = with_texts(listed[PAGE * (number - 1) : PAGE * number], viewer, marker)
    return Results(
        lines=lines,
        total=len(listed),
        posts=found.posts,
        threads=found.threads,
        capped=found.capped or found.uncounted,
        relaxed=found.relaxed,
        number=number,
        pages=pages,
        marker=marker,
        reasons=reasons(lines, marker, query.tree, asked.language, relaxed=found.relaxed),
        named=named(query.tree, viewer, groups) if number == 1 else Named(),
        correction=correction(query, asked, found) if number == 1 else None,
        facets=facets_of(found, groups),
        uncounted=found.uncounted,
        notes=told_of(unknown, query, reader),
    )


def correction(query: Query, asked: Search, found: Found) -> Correction | None:
    """What the reader may have meant, where few posts have all the words."""
    posts = 0 if found.relaxed else found.posts
    return corrected(query, asked, found, engine()) if posts < FEW else None
