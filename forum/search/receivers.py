"""What search hears from below: what changed is to be indexed soon."""

from sqlalchemy import Connection, event, inspect, select
from sqlalchemy.orm import Mapper

from forum.debates.models import MovedPost, Post, Tag, Thread, ThreadTag, Transfer
from forum.debates.signals import (
    post_changed,
    post_differs,
    post_published,
    posts_moved,
    thread_changed,
    thread_placed,
)
from forum.search.documents import fall_behind, falling_behind
from forum.search.jobs import index_soon
from forum.search.saved.turns import note_all_published, note_published
from forum.search.similar.looks import look_at


@post_published.connect
@post_changed.connect
def look_again(sender: object, **news: object) -> None:
    """A post was published or changed: its revision already says so."""
    index_soon.soon()


@post_published.connect
def note_new(thread: Thread, post: Post, quietly: bool) -> None:
    """Saved searches have something to look at."""
    if not quietly and thread.state == "visible":
        note_published(post.id)


@thread_placed.connect
def note_approved(thread: Thread, state: str, group_id: int | None) -> None:
    """A thread that awaited approval is shown: it is new."""
    if state == "pending" and thread.state == "visible":
        note_all_published(thread.id)


@post_differs.connect
def look_at_one(post: Post) -> None:
    """A post was picked, or shows other words: nobody edited it, and it is behind."""
    fall_behind(Post.id == post.id)
    index_soon.soon()


@thread_changed.connect
def look_at_all(thread: Thread, **news: object) -> None:
    """A thread's title, tags, group or state changed: all its posts are behind."""
    fall_behind(Post.thread_id == thread.id)
    index_soon.soon()


@posts_moved.connect
def look_at_moved(transfer: Transfer, source: Thread, target: Thread) -> None:
    """Posts are in another thread: they are behind, and both threads may be like others than before."""
    fall_behind(Post.id.in_(select(MovedPost.post_id).where(MovedPost.transfer_id == transfer.id)))
    index_soon.soon()
    look_at(source.id)
    look_at(target.id)


@event.listens_for(Tag, "after_update")
def look_at_tagged(mapper: Mapper[Tag], connection: Connection, tag: Tag) -> None:
    """A tag has another name: it is found in the opening posts of its threads, so they are behind."""
    if inspect(tag).attrs.name.history.has_changes():
        tagged = select(ThreadTag.thread_id).where(ThreadTag.tag_id == tag.id)
        connection.execute(falling_behind(Post.number == 1, Post.thread_id.in_(tagged)))
        index_soon.soon()


@post_published.connect
def relate_new(thread: Thread, post: Post, **news: object) -> None:
    """A thread is new: others may be about the same."""
    if post.is_opening:
        look_at(thread.id)


@post_changed.connect
def relate_changed(post: Post, **news: object) -> None:
    """A thread's opening post is not as it was."""
    if post.is_opening:
        look_at(post.thread_id)


@thread_changed.connect
def relate_moved(thread: Thread, **news: object) -> None:
    """A thread's title, tags, group or state is not as it was."""
    look_at(thread.id)
