"""Replying, and the number that a post takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.files import show_files
from forum.debates.actions.locks import lock_post, lock_thread
from forum.debates.actions.refusals import AlreadySo, ThreadClosed
from forum.debates.actions.texts import written
from forum.debates.models import Post, Thread
from forum.debates.signals import post_published
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered
from forum.lib.refusals import Gone


def post_reply(
    thread: Thread,
    author: User | None,
    text: Rendered,
    *,
    reply_to: int | None = None,
    created: datetime | None = None,
    author_name: str = "",
    language: str | None = None,
    state: str = "visible",
    origin: str | None = None,
    quietly: bool = False,
) -> Post:
    """Add a reply to an open thread and tell who follows it. The caller owns the transaction.

    `created` is aware UTC, now if absent: importers pass the original date, `author_name` where there is
    no account, and `quietly`, so that nobody is told (and a closed thread takes it). Without `language` it
    is in that of the thread. A reply that awaits approval has no number yet. Raises ThreadClosed, Gone.
    """
    with replying(thread, quietly=quietly) as reply:
        return reply(
            author,
            text,
            reply_to=reply_to,
            created=created,
            author_name=author_name,
            language=language,
            state=state,
            origin=origin,
        )


@contextmanager
def replying(thread: Thread, *, quietly: bool = False) -> Iterator[Callable[..., Post]]:
    """Add any number of replies to one thread: gives what adds one, as `post_reply` does.

    The thread is locked once; the replies have their numbers at once, and are stored and told of at the end.
    Raises ThreadClosed, Gone.
    """
    lock_thread(thread)
    if thread.state == "removed":
        raise Gone
    if thread.closed and not quietly:
        raise ThreadClosed
    posts: list[tuple[Post, User | None]] = []

    def reply(author: User | None, text: Rendered, *, state: str = "visible", **given: object) -> Post:
        post = new_reply(thread, author, text, **given)  # type: ignore[arg-type]
        posts.append((post, author))
        if state == "visible":
            give_number(thread, post)
        return post

    yield reply
    db.session.add_all(post for post, _author in posts)
    db.session.flush()
    for post, author in posts:
        show_files(post, None if quietly else author)
        if post.number is not None:
            post_published.send(thread, post=post, quietly=quietly)


def new_reply(
    thread: Thread,
    author: User | None,
    text: Rendered,
    *,
    reply_to: int | None = None,
    created: datetime | None = None,
    author_name: str = "",
    language: str | None = None,
    origin: str | None = None,
) -> Post:
    """A reply that awaits its number."""
    return Post(
        thread_id=thread.id,
        author_id=author and author.id,
        author_name=author_name,
        reply_to=reply_to if reply_to and reply_to <= thread.last_number else None,
        created=created or utcnow(),
        language=language or thread.language,
        state="pending",
        origin=origin,
        **written(text),
    )


def give_number(thread: Thread, post: Post) -> None:
    """Put the post at the end of its locked thread, where everyone sees it."""
    thread.last_number += 1
    post.number, post.state = thread.last_number, "visible"
    thread.reply_count += 1
    thread.revision += 1
    if post.created >= thread.last_activity:
        thread.last_activity = post.created
        thread.last_author_id, thread.last_author_name = post.author_id, post.author_name


def publish_pending(post: Post, moderator: User | None, reason: str = "", *, quietly: bool = False) -> None:
    """A post that awaited approval takes its number; `quietly`, so that nobody is told. Raises AlreadySo."""
    lock_post(post)
    if post.number is not None:
        raise AlreadySo
    give_number(post.thread, post)
    cleared(post)
    db.session.flush()
    post_published.send(post.thread, post=post, quietly=quietly)
    record("post.publish", "post", post.id, moderator and moderator.id)


def cleared(post: Post) -> None:
    """Forget why the post was out of sight."""
    post.gone_by, post.gone_reason, post.gone_at = "", "", None
