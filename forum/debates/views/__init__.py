"""Pages of threads, posts, tags, drafts and feeds."""

from forum.debates import jobs, rules
from forum.debates.views import drafts, feeds, files, following, lists, opening, posts, replies, threads
from forum.debates.views.blueprint import bp

__all__ = [
    "bp",
    "drafts",
    "feeds",
    "files",
    "following",
    "jobs",
    "lists",
    "opening",
    "posts",
    "replies",
    "rules",
    "threads",
]
