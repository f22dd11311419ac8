"""What happens to posts and threads, as counts of who wrote them."""

from forum.debates.models import Post, Thread, Transfer
from forum.debates.signals import post_published, post_shown, posts_moved, thread_placed
from forum.profiles.counts import add, add_moved, add_placed, kind_of


@post_published.connect
def count_published(thread: Thread, post: Post, **how: object) -> None:
    """A post took its place; what awaits approval with its thread is counted with it."""
    count(post, thread, +1)


@post_shown.connect
def count_shown(post: Post, by: int) -> None:
    """A post is shown again, or no longer."""
    count(post, post.thread, by)


def count(post: Post, thread: Thread, by: int) -> None:
    """Count a post of a person in a thread that everyone who may enter its group sees."""
    if post.author_id is not None and thread.state == "visible":
        add(post.author_id, thread.group_id, {kind_of(post, thread): by})


@thread_placed.connect
def count_placed(thread: Thread, state: str, group_id: int | None) -> None:
    """A thread was moved, removed or shown again, with all its posts."""
    was, is_now = (group_id, -1), (thread.group_id, +1)
    shown = [(was, state), (is_now, thread.state)]
    if places := [place for place, then in shown if then == "visible"]:
        add_placed(thread, *places)


@posts_moved.connect
def count_moved(transfer: Transfer, source: Thread, target: Thread) -> None:
    """Posts went from one thread to another."""
    add_moved(transfer, source, target)
