"""What search hears from below: what changed is to be indexed soon."""

from forum.debates.models import Post, Thread
from forum.debates.signals import post_changed, post_published, thread_changed, thread_placed
from forum.search.documents import fall_behind
from forum.search.jobs import index_soon
from forum.search.saved.turns import note_published


@post_published.connect
@post_changed.connect
def look_again(sender: object, **news: object) -> None:
    """A post was published or changed: its revision already says so."""
    index_soon.soon()


@post_published.connect
def note_new(thread: Thread, post: Post, quietly: bool) -> None:
    """Saved searches have something to look at."""
    if not quietly and thread.state == "visible":
        note_published(Post.id == post.id)


@thread_placed.connect
def note_approved(thread: Thread, state: str, group_id: int | None) -> None:
    """A thread that awaited approval is shown: it is new."""
    if state == "pending" and thread.state == "visible":
        note_published(Post.thread_id == thread.id)


@thread_changed.connect
def look_at_all(thread: Thread, **news: object) -> None:
    """A thread's title, tags, group or state changed: all its posts are behind."""
    fall_behind(Post.thread_id == thread.id)
    index_soon.soon()
