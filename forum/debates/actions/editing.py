"""Giving a post another text; the old one is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from forum.accounts.models import User
from forum.debates.actions.counts import recounted
from forum.debates.actions.files import show_files, withhold_files
from forum.debates.actions.locks import lock_post
from forum.debates.actions.mentions import change_mentions
from forum.debates.actions.refusals import PostGone, TextChanged
from forum.debates.actions.tags import set_tags, tag_slugs, tags_called
from forum.debates.actions.texts import SUMMARY, UNKNOWN_VERSION, touched, written
from forum.debates.models import Post, PostRevision, Thread
from forum.debates.signals import post_called, thread_changed
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.html import text_of
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
    by_team: bool = False,
) -> None:
    """Give a post another text; the old one is kept as a revision. `title` and `tags` are the opening post's.

    Without a `language` it stays in the one that it had; the thread is in that of its opening post.
    `revision` is that of the text which the editor saw: raises TextChanged if there is a newer one, and
    PostGone if the post is no longer shown. The same text again changes nothing. `quietly`: by an import,
    whose pictures are shown whoever the editor is. `by_team`: by who moderates it, as a decision.
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
    db.session.add(newest_revision(post, editor, reason, title, by_team))
    if post.is_opening:
        post.thread.language = post.language
        edit_thread(post.thread, text, title, tags)
    touched(post)
    called = change_mentions(post, text)
    if called and not quietly:
        post_called.send(post, user_ids=called)


def keep_revision(post: Post) -> None:
    """Keep the first text of a post, the first time that it is edited."""
    kept = select(PostRevision.id).where(PostRevision.post_id == post.id, PostRevision.revision == 0)
    if post.edited is None and db.session.scalar(kept) is None:
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


def newest_revision(
    post: Post, editor: User | None, reason: str, title: str | None, by_team: bool
) -> PostRevision:
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
        by_team=by_team,
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


def text_before(post: Post) -> dict[str, object]:
    """Which version holds the text that a post has now, for `put_text_back`."""
    newest = select(func.max(PostRevision.revision)).where(*standing_versions(post))
    return {"revision": db.session.scalar(newest) or 0, "format": post.body_format}


def standing_versions(post: Post) -> tuple[ColumnElement[bool], ...]:
    """The conditions on PostRevision that it is a version of the post which was not annulled."""
    return PostRevision.post_id == post.id, PostRevision.annulled.is_(False)


def put_text_back(post: Post, before: Mapping[str, Any]) -> None:
    """Annul the newest version of a post: the one before holds again, as whoever wrote it left it.

    Raises PostGone, and TextChanged unless there is one version since `before`: what somebody wrote later is
    not taken from them.
    """
    lock_post(post)
    if post.state == "removed":
        raise PostGone
    since = select(PostRevision).where(*standing_versions(post), PostRevision.revision >= before["revision"])
    versions = db.session.scalars(since.order_by(PostRevision.revision).limit(3)).all()
    if [one.revision == before["revision"] for one in versions] != [True, False]:
        raise TextChanged
    old, newest = versions
    newest.annulled = newest.withheld = True
    withheld = PostRevision.post_id == post.id, PostRevision.revision.in_(before.get("withheld", ()))
    for version in db.session.scalars(select(PostRevision).where(*withheld)):
        version.withheld = False
    post.body, post.body_html, post.body_text = old.body, old.body_html, text_of(old.body_html)
    post.body_format, post.edited = before["format"], old.created if old.revision else None
    post.render_version = UNKNOWN_VERSION
    db.session.flush()
    withhold_files(post)
    if post.is_opening:
        post.thread.summary = summary(post.body_text, SUMMARY)
    touched(post)


def withhold_versions(post: Post) -> list[int]:
    """Take the versions before the newest out of others' sight, and their pictures; gives those not yet so.

    The post is held. `put_text_back` shows them again.
    """
    db.session.flush()
    newest = select(func.max(PostRevision.revision)).where(PostRevision.post_id == post.id).scalar_subquery()
    earlier = select(PostRevision).where(
        PostRevision.post_id == post.id, PostRevision.revision < newest, PostRevision.withheld.is_(False)
    )
    versions = db.session.scalars(earlier).all()
    for version in versions:
        version.withheld = True
    db.session.flush()
    withhold_files(post)
    return [version.revision for version in versions]
