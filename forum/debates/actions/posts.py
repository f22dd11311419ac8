"""Replying, editing and withdrawing, and what moderators do to single posts."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import User
from forum.audit.actions import record
from forum.debates.actions.counts import recounted
from forum.debates.actions.tags import set_tags, tag_slugs
from forum.debates.actions.threads import SUMMARY, AlreadySo, ThreadClosed, lock_thread, written
from forum.debates.models import Post, PostRevision, Thread
from forum.debates.signals import post_changed, post_published, post_shown, thread_changed
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered, summary
from forum.lib.refusals import Conflict, Gone
from forum.lib.slugs import slugify


class TextChanged(Conflict):
    message = _l("Alguien ha cambiado este texto mientras escribías. El tuyo está debajo, entero.")


class PostGone(Conflict):
    message = _l("Este mensaje ya no está a la vista.")


def post_reply(
    thread: Thread,
    author: User | None,
    text: Rendered,
    *,
    reply_to: int | None = None,
    created: datetime | None = None,
    author_name: str = "",
    language: str = "es",
    state: str = "visible",
    origin: str | None = None,
    quietly: bool = False,
) -> Post:
    """Add a reply to an open thread and tell who follows it. The caller owns the transaction.

    `created` is aware UTC, now if absent: importers pass the original date, `author_name` where there is
    no account, and `quietly`, so that nobody is told (and a closed thread takes it). A reply that awaits
    approval has no number yet. Raises ThreadClosed, Gone.
    """
    lock_thread(thread)
    if thread.state == "removed":
        raise Gone
    if thread.closed and not quietly:
        raise ThreadClosed
    post = Post(
        thread_id=thread.id,
        author_id=author and author.id,
        author_name=author_name,
        reply_to=reply_to if reply_to and reply_to <= thread.last_number else None,
        created=created or utcnow(),
        language=language,
        state="pending",
        origin=origin,
        **written(text),
    )
    db.session.add(post)
    if state == "visible":
        give_number(thread, post)
    db.session.flush()
    if state == "visible":
        post_published.send(thread, post=post, quietly=quietly)
    return post


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
    record("post.publish", "post", post.id, moderator and moderator.id)
    db.session.flush()
    post_published.send(post.thread, post=post, quietly=quietly)


def lock_post(post: Post) -> None:
    """Hold the post's thread until the transaction ends, and read the post again."""
    lock_thread(db.session.get_one(Thread, post.thread_id))
    db.session.scalars(
        select(Post)
        .where(Post.id == post.id)
        .options(joinedload(Post.thread))
        .execution_options(populate_existing=True)
    ).one()


def edit_post(
    post: Post,
    editor: User | None,
    text: Rendered,
    *,
    revision: int | None = None,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    reason: str = "",
) -> None:
    """Give a post another text; the old one is kept as a revision. `title` and `tags` are the opening post's.

    `revision` is that of the text which the editor saw: raises TextChanged if there is a newer one, and
    PostGone if the post is no longer shown. The same text again changes nothing.
    """
    lock_post(post)
    if post.state != "visible":
        raise PostGone
    if revision is not None and revision != post.revision:
        raise TextChanged
    keep_revision(post)
    for column, value in written(text).items():
        setattr(post, column, value)
    post.edited = utcnow()
    db.session.add(newest_revision(post, editor, reason, title))
    if post.is_opening:
        edit_thread(post.thread, text, title, tags)
    touched(post)


def keep_revision(post: Post) -> None:
    """Keep the first text of a post, the first time that it is edited."""
    if post.edited is None:
        db.session.add(
            PostRevision(
                post_id=post.id,
                revision=0,
                title=post.thread.title if post.is_opening else "",
                body=post.body,
                body_html=post.body_html,
                editor_id=post.author_id,
                created=post.created,
            )
        )


def newest_revision(post: Post, editor: User | None, reason: str, title: str | None) -> PostRevision:
    """The row of the text that the post has from now on."""
    return PostRevision(
        post_id=post.id,
        revision=post.revision + 1,
        title=(title or post.thread.title) if post.is_opening else "",
        body=post.body,
        body_html=post.body_html,
        editor_id=editor and editor.id,
        created=post.edited,
        reason=reason,
    )


def edit_thread(thread: Thread, text: Rendered, title: str | None, tags: Sequence[str] | None) -> None:
    """What an edit of the opening post changes of its thread; others hear of a new title or new tags."""
    thread.summary = summary(text.text, SUMMARY)
    retitled = title is not None and title != thread.title
    if title is not None:
        thread.title, thread.slug = title, slugify(title)
    retagged = tags is not None and [slugify(name) for name in tags] != tag_slugs(thread)
    if tags is not None and retagged:
        with recounted(thread):
            set_tags(thread, tags)
    if retitled or retagged:
        thread_changed.send(thread)


def touched(post: Post) -> None:
    """Let pages, search and whoever listens know that the post changed."""
    post.revision += 1
    post.thread.revision += 1
    db.session.flush()
    post_changed.send(post)


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


def cleared(post: Post) -> None:
    """Forget why the post was out of sight."""
    post.gone_by, post.gone_reason, post.gone_at = "", "", None
