"""What the results' page and the feed show."""

from forum.search.queries.facets import Choice, Facet
from forum.search.queries.feed import newest, newest_ids
from forum.search.queries.posts import Shown, shown_posts
from forum.search.queries.results import ORDERS, Results, search

__all__ = ["ORDERS", "Choice", "Facet", "Results", "Shown", "newest", "newest_ids", "search", "shown_posts"]
