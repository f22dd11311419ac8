"""What a saved search finds among new posts."""

from collections.abc import Sequence

from forum.lib.dates import language
from forum.search.queries import newest_ids
from forum.search.query import And, Days, Filter, Node
from forum.search.query.dates import local_day
from forum.search.resolving import Reader, understood
from forum.search.saved.arguments import query_of
from forum.search.saved.turns import Fresh

MOST_HITS = 1000


def found_among(query: str, posts: Sequence[Fresh], reader: Reader) -> list[int]:
    """The new posts that a saved search finds, as its page would show them to the reader.

    Raises IndexMissing.
    """
    tree, _ = understood(query_of(query), reader)
    return matches(tree, sorted(posts, key=by_day), reader) if tree is not None and posts else []


def by_day(post: Fresh) -> tuple[object, ...]:
    return local_day(post.created), post.thread_id, post.post_id


def matches(tree: Node, posts: Sequence[Fresh], reader: Reader) -> list[int]:
    """Those of some posts, in the order of their days, that a tree finds.

    Only their days are searched. Where more is found than one search gives, what was approved late may stand
    behind it: then their threads alone are searched, and half of the posts at a time.
    """
    days = Days(local_day(posts[0].created), local_day(posts[-1].created))
    found = newest_ids(And((tree, days)), reader.groups, MOST_HITS, language())
    if len(found) == MOST_HITS:
        threads = Filter("thread", tuple({str(post.thread_id) for post in posts}))
        found = newest_ids(And((tree, days, threads)), reader.groups, MOST_HITS, language())
    if len(found) == MOST_HITS and len(posts) > 1:
        half = len(posts) // 2
        return matches(tree, posts[:half], reader) + matches(tree, posts[half:], reader)
    new = {post.post_id for post in posts}
    return [post_id for post_id in found if post_id in new]
