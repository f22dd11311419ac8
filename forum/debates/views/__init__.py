"""Pages of threads, posts, tags, drafts and feeds."""

from forum.debates.views import drafts, feeds, lists, posts, threads  # noqa: F401
from forum.debates.views.blueprint import bp

__all__ = ["bp"]
