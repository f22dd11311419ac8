"""What the results' page shows: found by the engine, seen through the reader's eyes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from forum.debates.models import Post, Thread
from forum.debates.queries import visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import visible_groups
from forum.lib.pagination import page_count
from forum.lib.refusals import NotFound
from forum.permissions import Viewer
from forum.search.engine import Found
from forum.search.excerpts import Marker
from forum.search.jobs import engine
from forum.search.query import Filter, Query

PAGE = 20
BEST = 3  # posts shown under a thread


@dataclass(frozen=True)
class Results:
    """A page of results: threads with their best posts. `total` counts what the view shows."""

    threads: Sequence[tuple[Thread, Sequence[Post]]]
    total: int
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
        return f"{self.total}+" if self.capped else str(self.total)


def groups_to_search(viewer: Viewer) -> frozenset[int] | None:
    """Ids of the groups where `viewer` may find something, 0 for none; None if that is everywhere."""
    if "moderator" in viewer.roles:
        return None
    return frozenset({0, *db.session.scalars(select(Group.id).where(visible_groups(viewer)))})


def search(query: Query, viewer: Viewer, *, order: str, view: str, number: int = 1) -> Results:
    """Page `number` of what `viewer` finds. Totals count only what they may see. Raises IndexMissing."""
    found = engine().search(query, groups_to_search(viewer), order)
    places = still_there(found, viewer)
    grouped = by_thread(places) if view == "threads" else [[post_id] for post_id, _ in places]
    pages = page_count(len(grouped), PAGE)
    if number > pages:
        raise NotFound
    shown = grouped[PAGE * (number - 1) : PAGE * number]
    return Results(
        threads=with_texts(shown),
        total=len(grouped),
        capped=found.capped,
        relaxed=found.relaxed,
        number=number,
        pages=pages,
        marker=Marker(query.words),
    )


def still_there(found: Found, viewer: Viewer) -> list[tuple[int, int]]:
    """The post and thread of each hit that `viewer` may read and that is as it was when it was indexed."""
    rows = db.session.execute(
        select(Post.id, Post.thread_id)
        .join(Post.thread)
        .where(Post.id.in_(found.post_ids), visible_posts(viewer), Post.indexed_revision == Post.revision)
    ).all()
    threads = {row.id: row.thread_id for row in rows}
    return [(post_id, threads[post_id]) for post_id in found.post_ids if post_id in threads]


def by_thread(places: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Post ids grouped by thread, in the order of each thread's best."""
    groups: dict[int, list[int]] = {}
    for post_id, thread_id in places:
        groups.setdefault(thread_id, []).append(post_id)
    return [posts[:BEST] for posts in groups.values()]


def with_texts(shown: Sequence[Sequence[int]]) -> list[tuple[Thread, Sequence[Post]]]:
    """The threads and posts of a page, in two statements."""
    wanted = [post_id for posts in shown for post_id in posts]
    rows = db.session.scalars(
        select(Post)
        .join(Post.thread)
        .where(Post.id.in_(wanted))
        .options(
            joinedload(Post.author),
            contains_eager(Post.thread).options(joinedload(Thread.group), selectinload(Thread.tags)),
        )
    )
    posts = {post.id: post for post in rows}
    return [(posts[ids[0]].thread, [posts[post_id] for post_id in ids]) for ids in shown]


def narrowed(query: Query, **filters: str | None) -> Query:
    """The query with the filters that the address adds."""
    added = tuple(Filter(name, value) for name, value in filters.items() if value)
    return replace(query, filters=query.filters + added)
