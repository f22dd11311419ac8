"""Posts that go from one thread to another: splitting, merging, moving, and taking that back."""

from forum.debates.actions.transfers.back import lock_ends, take_back
from forum.debates.actions.transfers.linking import lock_with_entry
from forum.debates.actions.transfers.merging import merge_threads, move_posts
from forum.debates.actions.transfers.moving import lock_threads
from forum.debates.actions.transfers.splitting import split_thread

__all__ = [
    "lock_ends",
    "lock_threads",
    "lock_with_entry",
    "merge_threads",
    "move_posts",
    "split_thread",
    "take_back",
]
