"""What can be done to threads and posts: check, change, tell. The caller owns the transaction."""

from forum.debates.actions.editing import edit_post
from forum.debates.actions.files import keep_file, store_picture
from forum.debates.actions.following import follow_thread, unfollow_thread
from forum.debates.actions.locks import lock_post, lock_thread
from forum.debates.actions.opening import open_thread
from forum.debates.actions.refusals import PostGone, TextChanged, ThreadClosed
from forum.debates.actions.relating import relate
from forum.debates.actions.replies import post_reply, publish_pending, replying
from forum.debates.actions.sight import hide_post, remove_post, restore_post, withdraw_post
from forum.debates.actions.threads import (
    close_thread,
    move_thread,
    open_again,
    pin_thread,
    remove_thread,
    restore_thread,
    unpin_thread,
)

__all__ = [
    "PostGone",
    "TextChanged",
    "ThreadClosed",
    "close_thread",
    "edit_post",
    "follow_thread",
    "hide_post",
    "keep_file",
    "lock_post",
    "lock_thread",
    "move_thread",
    "open_again",
    "open_thread",
    "pin_thread",
    "post_reply",
    "publish_pending",
    "relate",
    "remove_post",
    "remove_thread",
    "replying",
    "restore_post",
    "restore_thread",
    "store_picture",
    "unfollow_thread",
    "unpin_thread",
    "withdraw_post",
]
