"""Picking a post, and making it one that all edit."""

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.locks import lock_post
from forum.debates.actions.refusals import AlreadySo
from forum.debates.models import Post
from forum.debates.signals import post_differs


def mark_post(
    post: Post, moderator: User | None, reason: str = "", *, picked: bool, wiki: bool
) -> dict[str, bool]:
    """Pick the post or no longer, and let others edit it or no longer; gives what it was, which undoes it.

    Raises AlreadySo.
    """
    lock_post(post)
    before = {"picked": post.picked, "wiki": post.wiki}
    if before == {"picked": picked, "wiki": wiki}:
        raise AlreadySo
    post.thread.pick_count += picked - post.picked
    post.picked, post.wiki = picked, wiki
    if before["picked"] != picked:
        post_differs.send(post)
    record("post.mark", "post", post.id, moderator and moderator.id, picked=picked, wiki=wiki)
    return before
