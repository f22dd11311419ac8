"""What the feed of a search shows."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.debates.models import Post
from forum.debates.queries import fed_posts, visible_posts
from forum.extensions import db
from forum.groups.models import Group
from forum.groups.queries import group_list
from forum.permissions import Viewer
from forum.search.engine import Search
from forum.search.jobs import engine
from forum.search.query import Node, Query
from forum.search.resolving import Reader, resolved, scope_of


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
