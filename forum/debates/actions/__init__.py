"""What can be done to threads and posts: check, change, tell. The caller owns the transaction."""

from forum.debates.actions.arranging import Arranged, arrange_back, arrange_thread
from forum.debates.actions.editing import edit_post, put_text_back, text_before, withhold_versions
from forum.debates.actions.files import keep_file, store_picture
from forum.debates.actions.following import follow_thread, unfollow_thread
from forum.debates.actions.hurry import TooHasty
from forum.debates.actions.locks import lock_post, lock_thread
from forum.debates.actions.marking import mark_post
from forum.debates.actions.opening import open_thread
from forum.debates.actions.refusals import PostGone, PostMoved, TextChanged, ThreadClosed, ThreadMerged
from forum.debates.actions.relating import relate
from forum.debates.actions.replies import post_reply, publish_pending, replying
from forum.debates.actions.sight import (
    hide_post,
    put_back,
    remove_post,
    restore_post,
    sight_of,
    withdraw_post,
)
from forum.debates.actions.submitting import Asked, Outdated, Refused, Submitted, Verdict, submit
from forum.debates.actions.threads import (
    close_thread,
    move_thread,
    open_again,
    pin_again,
    pin_thread,
    put_thread_back,
    remove_thread,
    restore_thread,
    unpin_thread,
)
from forum.debates.actions.transfers import merge_threads, move_posts, split_thread, take_back

__all__ = [
    "Arranged",
    "Asked",
    "Outdated",
    "PostGone",
    "PostMoved",
    "Refused",
    "Submitted",
    "TextChanged",
    "ThreadClosed",
    "ThreadMerged",
    "TooHasty",
    "Verdict",
    "arrange_back",
    "arrange_thread",
    "close_thread",
    "edit_post",
    "follow_thread",
    "hide_post",
    "keep_file",
    "lock_post",
    "lock_thread",
    "mark_post",
    "merge_threads",
    "move_posts",
    "move_thread",
    "open_again",
    "open_thread",
    "pin_again",
    "pin_thread",
    "post_reply",
    "publish_pending",
    "put_back",
    "put_text_back",
    "put_thread_back",
    "relate",
    "remove_post",
    "remove_thread",
    "replying",
    "restore_post",
    "restore_thread",
    "sight_of",
    "split_thread",
    "store_picture",
    "submit",
    "take_back",
    "text_before",
    "unfollow_thread",
    "unpin_thread",
    "withdraw_post",
    "withhold_versions",
]
