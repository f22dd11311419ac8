"""What the feed of a search shows."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.debates.models import Post
from forum.debates.queries import fed_posts, visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.lib.dates import language
from forum.permissions import Viewer
from forum.search.engine import Search
from forum.search.jobs import engine
from forum.search.query import Node, Note, Query
from forum.search.resolving import Reader, scope_of, told_of, understood


def newest(query: Query, viewer: Viewer, size: int) -> tuple[Sequence[Post], Sequence[Note]]:
    """The newest posts that `viewer` finds with all of these words, for a feed, and what to tell.

    Nothing for a query that looks for nothing. Raises IndexMissing.
    """
    if query.is_empty:
        return [], []
    reader = Reader(group_list(viewer), viewer)
    tree, unknown = understood(query, reader)
    found = newest_ids(tree, reader.groups, size, language())
    readable = select(Post.id).join(Post.thread).where(Post.id.in_(found), visible_posts(viewer))
    return fed_posts(db.session.scalars(readable).all()), told_of(unknown, query, reader)


def newest_ids(tree: Node | None, groups: Sequence[Group], size: int, language: str) -> list[int]:
    """The newest posts that an understood tree finds, for who may look into `groups`. Raises IndexMissing."""
    asked = Search(tree, scope_of(groups), "newest", size, language=language)
    return [hit.post_id for hit in engine().search(asked).hits]
