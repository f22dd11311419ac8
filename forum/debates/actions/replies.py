"""Replying, and the number that a post takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Unpack

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.files import show_files
from forum.debates.actions.following import follow_own
from forum.debates.actions.hurry import refuse_hurry
from forum.debates.actions.locks import lock_post, lock_thread
from forum.debates.actions.mentions import note_mentions
from forum.debates.actions.refusals import AlreadySo, ThreadClosed, ThreadMerged, ThreadWaits
from forum.debates.actions.texts import Given, signed, written
from forum.debates.models import Post, Thread
from forum.debates.queries.merged import merged_into
from forum.debates.signals import post_published
from forum.extensions import db
from forum.lib.markdown import Rendered
from forum.lib.refusals import Gone


def post_reply(
    thread: Thread,
    author: User | None,
    text: Rendered,
    *,
    reply_to: int | None = None,
    state: str = "visible",
    quietly: bool = False,
    **given: Unpack[Given],
) -> Post:
    """Add a reply to an open thread and tell who follows it. The caller owns the transaction.

    Importers pass what is `given`, and `quietly`, so that nobody is told (and a closed thread takes it). It
    is in the language given, else in the one guessed from its text, else in that of the thread. A reply that
    awaits approval has no number yet. Raises ThreadClosed, ThreadMerged, TooHasty, Gone.
    """
    with replying(thread, quietly=quietly) as replies:
        if not quietly:
            refuse_hurry(thread, author)
        return replies.add(author, text, reply_to=reply_to, state=state, **given)


class Replies:
    """What is being added to a thread that is held."""

    def __init__(self, thread: Thread) -> None:
        self.thread = thread
        self.posts: list[tuple[Post, User | None, Rendered]] = []

    def add(
        self,
        author: User | None,
        text: Rendered,
        *,
        reply_to: int | None = None,
        state: str = "visible",
        **given: Unpack[Given],
    ) -> Post:
        """One more reply, as `post_reply` makes it; it has its number, and is not stored yet."""
        post = Post(
            thread_id=self.thread.id,
            reply_to=reply_to if reply_to and reply_to <= self.thread.last_number else None,
            state="pending",
            **signed(author, text, given, self.thread.language),
            **written(text),
        )
        self.posts.append((post, author, text))
        if state == "visible":
            give_number(self.thread, post)
        return post


@contextmanager
def replying(thread: Thread, *, quietly: bool = False) -> Iterator[Replies]:
    """Add any number of replies to one thread, which is locked once; they are stored and told of at the end.

    Raises ThreadClosed, ThreadMerged, Gone.
    """
    lock_thread(thread)
    if thread.state == "removed":
        raise ThreadMerged if merged_into(thread.id) else Gone
    if thread.closed and not quietly:
        raise ThreadClosed
    if thread.state == "pending" and not quietly:
        raise ThreadWaits
    replies = Replies(thread)
    yield replies
    db.session.add_all(post for post, _author, _text in replies.posts)
    db.session.flush()
    for post, author, text in replies.posts:
        show_files(post, None if quietly else author)
        note_mentions(post, text)
        if post.number is not None:
            tell_of(thread, post, quietly=quietly)


def tell_of(thread: Thread, post: Post, *, quietly: bool) -> None:
    """A post has its place: its author follows the thread, and who wants to know is told."""
    if not quietly:
        follow_own(post.author_id, thread.id)
    post_published.send(thread, post=post, quietly=quietly)


def give_number(thread: Thread, post: Post) -> None:
    """Put the post at the end of its locked thread, where everyone sees it."""
    thread.last_number += 1
    post.number, post.state = thread.last_number, "visible"
    thread.reply_count += 1
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
    post.revision += 1  # search took it for what nobody finds
    db.session.flush()
    tell_of(post.thread, post, quietly=quietly)
    record("post.publish", "post", post.id, moderator and moderator.id)


def cleared(post: Post) -> None:
    """Forget why the post was out of sight."""
    post.gone_by, post.gone_reason, post.gone_at = "", "", None
