"""What can be done to a post or a thread as it is, and what does it."""

from collections.abc import Callable, Mapping

from forum.debates import actions as debates
from forum.debates.models import Post, Thread

POST_ACTS: Mapping[str, Callable[..., None]] = {
    "hide": debates.hide_post,
    "restore": debates.restore_post,
    "remove": debates.remove_post,
}
THREAD_ACTS: Mapping[str, Callable[..., None]] = {
    "close": debates.close_thread,
    "open": debates.open_again,
    "pin": debates.pin_thread,
    "unpin": debates.unpin_thread,
    "move": debates.move_thread,
    "remove": debates.remove_thread,
    "restore": debates.restore_thread,
}
REASONED = frozenset({"hide", "remove"})


def acts_on_post(post: Post) -> tuple[str, ...]:
    """What a moderator can do to a post now. What its author took back is the author's: nothing."""
    if post.gone_by == "author":
        return ()
    return {
        "visible": ("hide", "remove"),
        "hidden": ("remove", "restore"),
        "removed": ("restore",),
        "pending": ("restore", "remove"),
    }[post.state]


def acts_on_thread(thread: Thread) -> tuple[str, ...]:
    """What a moderator can do to a thread now."""
    if thread.state == "removed":
        return ("restore",)
    if thread.state == "pending":
        return ("restore", "remove")
    return (
        "open" if thread.closed else "close",
        "unpin" if thread.pinned else "pin",
        "move",
        "remove",
    )
