"""What the results' page shows: found by the engine, seen through the reader's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from forum.accounts.models import User
from forum.debates.models import Post, Tag, Thread
from forum.debates.queries import fed_posts, visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.pagination import page_count
from forum.lib.refusals import NotFound
from forum.permissions import Viewer
from forum.search.documents import name, person
from forum.search.engine import Found, Hit, Narrowing, Scope
from forum.search.excerpts import LOOKED_AT, Marker
from forum.search.jobs import engine
from forum.search.query import Filter, Query

PAGE = 20
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
    are more posts than were counted, `relaxed` that no post had all the words.
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
    scope = scope_of(query, groups)
    found, hits = seen_by(viewer, query, scope, order, threads=view == "threads")
    grouped = by_thread(hits)
    listed = list(grouped.values()) if view == "threads" else [[hit] for hit in hits]
    listed = listed[:MOST]
    pages = page_count(len(listed), PAGE)
    if number > pages:
        raise NotFound
    marker = Marker(query.words)
    return Results(
        shown=with_texts([line[:BEST] for line in listed[PAGE * (number - 1) : PAGE * number]], marker),
        total=len(listed),
        posts=len(hits),
        threads=len(grouped),
        capped=found.capped or len(hits) > MOST,
        relaxed=found.relaxed,
        number=number,
        pages=pages,
        marker=marker,
    )


def newest(query: Query, viewer: Viewer, size: int) -> Sequence[Post]:
    """The newest posts that `viewer` finds with all of these words, for a feed. Raises IndexMissing."""
    scope = scope_of(query, group_list(viewer))
    found = engine().search(query.words, scope, "newest", MOST, relax=False, threads=False)
    ids = [hit.post_id for hit in still_there(found, viewer)[:size]]
    return fed_posts(ids)


def scope_of(query: Query, groups: Sequence[Group]) -> Scope:
    """The query's filters as the index knows them. What does not exist, or not for the reader, is nothing."""
    return Scope(
        groups=frozenset({0, *(group.id for group in groups)}),
        narrowings=tuple(narrowing(one, groups) for one in query.filters),
        since=query.since,
        until=query.until,
    )


def narrowing(one: Filter, groups: Sequence[Group]) -> Narrowing:
    """A filter with ids in place of names."""
    values: set[str] = set(one.values)
    if one.name == "group":
        values = {str(group.id) for group in groups if group.slug in one.values}
    elif one.name == "tag":
        values = {str(tag) for tag in db.session.scalars(select(Tag.id).where(Tag.slug.in_(one.values)))}
    elif one.name == "author":
        people = db.session.scalars(select(User.id).where(User.username_key.in_(one.values)))
        values = {*(person(user) for user in people), *(name(value) for value in one.values)}
    return Narrowing(one.name, frozenset(values), one.negative)


def seen_by(
    viewer: Viewer, query: Query, scope: Scope, order: str, *, threads: bool
) -> tuple[Found, list[Hit]]:
    """What the engine finds, and those of its hits that `viewer` may read."""
    limit = MOST
    while True:
        found = engine().search(query.words, scope, order, limit, relax=True, threads=threads)
        hits = still_there(found, viewer)
        if not found.capped or len(hits) >= min(MOST, len(found.hits)) or limit > 4 * MOST:
            return found, hits
        limit *= 4  # many changed since they were indexed: there may be others beyond


def still_there(found: Found, viewer: Viewer) -> list[Hit]:
    """The hits that `viewer` may read, and that are as they were when they were indexed."""
    ids = [hit.post_id for hit in found.hits]
    there = set(
        db.session.scalars(
            select(Post.id)
            .join(Post.thread)
            .where(Post.id.in_(ids), visible_posts(viewer), Post.indexed_revision == Post.revision)
        )
    )
    return [hit for hit in found.hits if hit.post_id in there]


def by_thread(hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    """The hits of each thread, in the order of each thread's best."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.thread_id, []).append(hit)
    return groups


def with_texts(lines: Sequence[Sequence[Hit]], marker: Marker) -> list[tuple[Thread, Sequence[Shown]]]:
    """The threads and posts of a page, in one statement; of long texts only the beginning is read.

    Below the first post of a thread stand only those whose own text has a word of the query.
    """
    wanted = [hit.post_id for line in lines for hit in line]
    rows = db.session.execute(
        select(Post, func.substr(Post.body_text, 1, LOOKED_AT))
        .join(Post.thread)
        .where(Post.id.in_(wanted))
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
        (line[0].post.thread, [line[0], *(one for one in line[1:] if marker.hits(one.text))])
        for line in found
        if line
    ]
