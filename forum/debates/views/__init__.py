"""Pages of threads, posts, tags, drafts and feeds."""

from forum.debates import rules
from forum.debates.views import drafts, feeds, lists, posts, threads
from forum.debates.views.blueprint import bp

__all__ = ["bp", "drafts", "feeds", "lists", "posts", "rules", "threads"]
