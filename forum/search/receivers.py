"""What search hears from below: what changed is to be indexed soon."""

from forum.debates.models import Post, Thread
from forum.debates.signals import post_changed, post_published, thread_changed
from forum.search.documents import fall_behind
from forum.search.jobs import index_soon


@post_published.connect
@post_changed.connect
def look_again(sender: object, **news: object) -> None:
    """A post was published or changed: its revision already says so."""
    index_soon.soon()


@thread_changed.connect
def look_at_all(thread: Thread, **news: object) -> None:
    """A thread's title, tags, group or state changed: all its posts are behind."""
    fall_behind(Post.thread_id == thread.id)
    index_soon.soon()
