"""The posts of a page of results, with the part of their texts that is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, defer, joinedload

from forum.debates.models import Post, Thread
from forum.debates.queries import visible_posts
from forum.debates.queries.visible import sees_all, some_viewer
from forum.extensions import db
from forum.permissions import Viewer
from forum.search.engine import Hit
from forum.search.excerpts import LOOKED_AT, Marker

BEST = 3  # posts shown under a thread


@dataclass(frozen=True)
class Shown:
    """A post on the page, and the part of its text that is looked at."""

    post: Post
    text: str


@dataclass(frozen=True)
class Line:
    """A thread with the best of its posts that were found; `more` if others of it were found too."""

    thread: Thread
    posts: Sequence[Shown]
    more: bool


def by_thread(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits of each thread, in the order of each thread's best."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.thread_id, []).append(hit)
    return list(groups.values())


def with_texts(hits: Sequence[Sequence[Hit]], viewer: Viewer, marker: Marker) -> list[Line]:
    """The hits as lines of a page, in one statement; of long texts only the beginning is read.

    What `viewer` may not read is not among them, should the index believe otherwise.
    """
    shown = texts_of([hit.post_id for line in hits for hit in line[:BEST]], viewer)
    lines = []
    for line in hits:
        posts = [shown[hit.post_id] for hit in line[:BEST] if hit.post_id in shown]
        if posts:
            best = worth_showing(posts, marker)
            lines.append(Line(best[0].post.thread, best, more=len(line) > len(best)))
    return lines


def worth_showing(posts: Sequence[Shown], marker: Marker) -> list[Shown]:
    """The first post, and of the others those whose own text has a word of the query."""
    return [posts[0], *(one for one in posts[1:] if marker.hits(one.text, one.post.language))]


def texts_of(post_ids: Sequence[int], viewer: Viewer) -> dict[int, Shown]:
    """The posts by their ids, those that `viewer` may read."""
    rows = db.session.execute(texts_query(sees_all(viewer)), {"posts": post_ids, "groups": viewer.groups})
    return {post.id: Shown(post, text) for post, text in rows}


@cache
def texts_query(everywhere: bool) -> Select[Post, str]:
    """The same of some `posts`, in one of `groups`, or an open one, or `everywhere`. Built once."""
    return shown_posts(some_viewer(everywhere)).where(Post.id.in_(bindparam("posts", expanding=True)))


def shown_posts(viewer: Viewer) -> Select[Post, str]:
    """Posts that `viewer` may read, with the part of their texts that is looked at, thread and author."""
    return (
        select(Post, func.substr(Post.body_text, 1, LOOKED_AT))
        .join(Post.thread)
        .where(visible_posts(viewer))
        .options(
            defer(Post.body),
            defer(Post.body_html),
            defer(Post.body_text),
            joinedload(Post.author),
            contains_eager(Post.thread).joinedload(Thread.group),
        )
    )
