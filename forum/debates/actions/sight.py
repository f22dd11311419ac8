"""Taking a post out of sight, and showing it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.locks import lock_post
from forum.debates.actions.refusals import AlreadySo, PostGone
from forum.debates.actions.replies import cleared, publish_pending
from forum.debates.actions.texts import SUMMARY, touched
from forum.debates.models import Post
from forum.debates.signals import post_shown
from forum.lib.clock import utcnow
from forum.lib.markdown import summary


def withdraw_post(post: Post, author: User, reason: str = "") -> None:
    """Whoever wrote it takes it back: a tombstone stays in its place.

    Raises PostGone, also if it is hidden: what moderators look into is not taken from them.
    """
    lock_post(post)
    if post.state != "visible":
        raise PostGone
    take_down(post, "removed", "author", reason)
    record("post.withdraw", "post", post.id, author.id)


def hide_post(post: Post, moderator: User | None, reason: str) -> None:
    """Out of sight while it is looked into. Raises PostGone."""
    take_down(post, "hidden", "moderation", reason)
    record("post.hide", "post", post.id, moderator and moderator.id)


def remove_post(post: Post, moderator: User | None, reason: str) -> None:
    """Removed with a reason: a tombstone stays in its place; one that awaited approval never gets a number.

    Raises PostGone.
    """
    take_down(post, "removed", "moderation", reason)
    record("post.remove", "post", post.id, moderator and moderator.id)


def take_down(post: Post, state: str, by: str, reason: str) -> None:
    """Take the text of a post from everyone's sight."""
    lock_post(post)
    if post.state == "removed" or post.state == state:
        raise PostGone
    if post.state == "visible":
        count_shown(post, -1)
    post.state, post.gone_by, post.gone_reason, post.gone_at = state, by, reason, utcnow()
    if post.is_opening:
        post.thread.summary = ""
    touched(post)


def count_shown(post: Post, by: int) -> None:
    """Keep what counts the post right when it is shown again, or no longer."""
    if not post.is_opening:
        post.thread.reply_count += by
    post_shown.send(post, by=by)


def restore_post(post: Post, moderator: User | None, reason: str = "") -> None:
    """Show again what was hidden or removed, in its old place. Raises AlreadySo."""
    if post.number is None:
        publish_pending(post, moderator)
        return
    lock_post(post)
    if post.state == "visible":
        raise AlreadySo
    cleared(post)
    post.state = "visible"
    if post.is_opening:
        post.thread.summary = summary(post.body_text, SUMMARY)
    count_shown(post, +1)
    record("post.restore", "post", post.id, moderator and moderator.id)
    touched(post)


def sight_of(post: Post) -> dict[str, object]:
    """How a post is seen now, and why: what `put_back` takes."""
    at = post.gone_at and post.gone_at.isoformat()
    return {"state": post.state, "gone_by": post.gone_by, "gone_reason": post.gone_reason, "gone_at": at}


def put_back(post: Post, before: Mapping[str, Any], moderator: User | None) -> None:
    """Show a post as it was before an act; one that took its number since is hidden instead.

    A note of the act stays nowhere on the page. Raises AlreadySo.
    """
    lock_post(post)
    state = "hidden" if before["state"] == "pending" and post.number else before["state"]
    if post.state == state:
        raise AlreadySo
    shown = (state == "visible") - (post.state == "visible")
    post.state = state
    post.gone_by, post.gone_reason = before["gone_by"], before["gone_reason"]
    post.gone_at = datetime.fromisoformat(before["gone_at"]) if before["gone_at"] else None
    if post.is_opening:
        post.thread.summary = summary(post.body_text, SUMMARY) if state == "visible" else ""
    if shown:
        count_shown(post, shown)
    record("post.put_back", "post", post.id, moderator and moderator.id, state=state)
    touched(post)
