"""Giving a post another text; the old one is kept."""

from collections.abc import Sequence

from forum.accounts.models import User
from forum.debates.actions.counts import recounted
from forum.debates.actions.files import show_files
from forum.debates.actions.locks import lock_post
from forum.debates.actions.refusals import PostGone, TextChanged
from forum.debates.actions.tags import set_tags, tag_slugs, tags_called
from forum.debates.actions.texts import SUMMARY, touched, written
from forum.debates.models import Post, PostRevision, Thread
from forum.debates.signals import thread_changed
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.markdown import Rendered, summary
from forum.lib.slugs import slugify


def edit_post(
    post: Post,
    editor: User | None,
    text: Rendered,
    *,
    revision: int | None = None,
    title: str | None = None,
    tags: Sequence[str] | None = None,
    language: str | None = None,
    reason: str = "",
    quietly: bool = False,
) -> None:
    """Give a post another text; the old one is kept as a revision. `title` and `tags` are the opening post's.

    Without a `language` it stays in the one that it had; the thread is in that of its opening post.
    `revision` is that of the text which the editor saw: raises TextChanged if there is a newer one, and
    PostGone if the post is no longer shown. The same text again changes nothing. `quietly`: by an import,
    whose pictures are shown whoever the editor is.
    """
    lock_post(post)
    if post.state != "visible":
        raise PostGone
    if revision is not None and revision != post.revision:
        raise TextChanged
    keep_revision(post)
    for column, value in written(text).items():
        setattr(post, column, value)
    show_files(post, None if quietly else editor)
    post.language = language or post.language
    post.edited = utcnow()
    db.session.add(newest_revision(post, editor, reason, title))
    if post.is_opening:
        post.thread.language = post.language
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
        found = tags_called(tags)
        with recounted(thread, tags=found):
            set_tags(thread, found)
    if retitled or retagged:
        thread_changed.send(thread)
