"""What search hears from below: what changed is to be indexed soon."""

from sqlalchemy import update

from forum.debates.models import Post, Thread
from forum.debates.signals import post_changed, post_published, thread_changed
from forum.extensions import db
from forum.search.jobs import index_soon


@post_published.connect
@post_changed.connect
def look_again(sender: object, **news: object) -> None:
    """A post was published or changed: its revision already says so."""
    index_soon.soon()


@thread_changed.connect
def look_at_all(thread: Thread, **news: object) -> None:
    """A thread's title, tags, group or state changed: all its posts are behind."""
    db.session.execute(update(Post).where(Post.thread_id == thread.id).values(indexed_revision=0))
    index_soon.soon()
