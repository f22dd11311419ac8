"""What the results' page shows: found by the engine, seen through the reader's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from forum.debates.models import Post, Thread
from forum.debates.queries import fed_posts, visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.dates import language
from forum.lib.pagination import page_count
from forum.lib.refusals import NotFound
from forum.permissions import Viewer
from forum.search.engine import Hit, Search
from forum.search.excerpts import LOOKED_AT, Marker
from forum.search.jobs import engine
from forum.search.query import Node, Note, Query
from forum.search.resolving import Reader, resolved, scope_of, thread_places, understood

PAGE = 20
ORDERS = ("relevance", "newest", "oldest", "activity", "replies")
BEST = 3  # posts shown under a thread
MOST = 1000  # results that are counted; beyond, the reader reads «más de 1.000»


@dataclass(frozen=True)
class Shown:
    """A post on the page, and the part of its text that is looked at."""

    post: Post
    text: str


@dataclass(frozen=True)
class Results:
    """A page of results: threads with their best posts.

    `total` counts what the view shows, `posts` and `threads` the one and the other; `capped` says that there
    are more posts than were counted, `relaxed` that no post had all the words. `notes` tell
    which names there are not.
    """

    shown: Sequence[tuple[Thread, Sequence[Shown]]]
    total: int
    posts: int
    threads: int
    capped: bool
    relaxed: bool
    number: int
    pages: int
    marker: Marker
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
    tree, notes = understood(query, Reader(groups, viewer))
    asked = Search(
        tree,
        scope_of(groups),
        order,
        MOST,
        relax=True,
        threads=view == "threads",
        language=language(),
        thread_places={} if engine().follows else thread_places(order),
    )
    found = engine().search(asked)
    grouped = by_thread(found.hits)
    listed = list(grouped.values()) if view == "threads" else [[hit] for hit in found.hits]
    listed = listed[:MOST]
    pages = page_count(len(listed), PAGE)
    if number > pages:
        raise NotFound
    marker = Marker(query.tree, asked.language)
    lines = [line[:BEST] for line in listed[PAGE * (number - 1) : PAGE * number]]
    return Results(
        shown=with_texts(lines, viewer, marker),
        total=len(listed),
        posts=found.posts,
        threads=found.threads,
        capped=found.capped or found.uncounted,
        relaxed=found.relaxed,
        number=number,
        pages=pages,
        marker=marker,
        notes=notes,
    )


def newest(query: Query, viewer: Viewer, size: int) -> Sequence[Post]:
    """The newest posts that `viewer` finds with all of these words, for a feed. Raises IndexMissing."""
    found = newest_ids(query.tree, viewer, group_list(viewer), size)
    readable = select(Post.id).join(Post.thread).where(Post.id.in_(found), visible_posts(viewer))
    return fed_posts(db.session.scalars(readable).all())


def newest_ids(
    tree: Node | None, viewer: Viewer, groups: Sequence[Group], size: int, language: str = "es"
) -> list[int]:
    """The newest posts that `viewer`, who may look into `groups`, finds. Raises IndexMissing."""
    tree = resolved(tree, Reader(groups, viewer))
    asked = Search(tree, scope_of(groups), "newest", size, language=language)
    return [hit.post_id for hit in engine().search(asked).hits]


def by_thread(hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    """The hits of each thread, in the order of each thread's best."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.thread_id, []).append(hit)
    return groups


def with_texts(
    lines: Sequence[Sequence[Hit]], viewer: Viewer, marker: Marker
) -> list[tuple[Thread, Sequence[Shown]]]:
    """The threads and posts of a page, in one statement; of long texts only the beginning is read.

    What `viewer` may not read is not among them, should the index believe otherwise.

    Below the first post of a thread stand only those whose own text has a word of the query.
    """
    wanted = [hit.post_id for line in lines for hit in line]
    rows = db.session.execute(
        select(Post, func.substr(Post.body_text, 1, LOOKED_AT))
        .join(Post.thread)
        .where(Post.id.in_(wanted), visible_posts(viewer))
        .options(
            defer(Post.body),
            defer(Post.body_html),
            defer(Post.body_text),
            joinedload(Post.author),
            contains_eager(Post.thread).joinedload(Thread.group),
        )
    )
    shown = {post.id: Shown(post, text) for post, text in rows}
    found = [[shown[hit.post_id] for hit in line if hit.post_id in shown] for line in lines]
    return [
        (
            line[0].post.thread,
            [line[0], *(one for one in line[1:] if marker.hits(one.text, one.post.language))],
        )
        for line in found
        if line
    ]
