"""What every act on a post's text writes."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import select

from forum.accounts.models import User
from forum.debates.actions.files import with_sizes
from forum.debates.actions.locks import lock_post
from forum.debates.models import File, Post, PostFile
from forum.debates.signals import post_changed, post_differs
from forum.extensions import db
from forum.lib.clock import utcnow
from forum.lib.locks import id_of
from forum.lib.markdown import RENDER_VERSION, Rendered, summary

UNKNOWN_VERSION = 0  # of what made a text that was put back: it is rendered again soon
SUMMARY = 220  # characters of a thread's summary in lists


class Given(TypedDict, total=False):
    """What comes with a text that was not written here and now: importers pass the original's.

    `created` is aware UTC, now if absent; `author_name` is shown where there is no account; `origin` says
    what it came from, so that it comes once.
    """

    created: datetime
    author_name: str
    language: str | None
    origin: str | None


def signed(author: User | None, text: Rendered, given: Given, language: str) -> dict[str, object]:
    """The columns of a thread or post that say whose it is, and in which language.

    That is the one given, else the one guessed from the text, else `language`.
    """
    return {
        "author_id": author and id_of(author),
        "author_name": given.get("author_name", ""),
        "created": given.get("created") or utcnow(),
        "language": given.get("language") or text.language or language,
        "origin": given.get("origin"),
    }


def written(text: Rendered) -> dict[str, object]:
    """The columns of a post that hold its text."""
    return {
        "body": text.source,
        "body_format": text.format,
        "body_html": text.html,
        "body_text": text.text,
        "render_version": RENDER_VERSION,
    }


def touched(post: Post) -> None:
    """Let pages, search and whoever listens know that the post changed."""
    post.revision += 1
    db.session.flush()
    post_changed.send(post)


def render_again(post: Post, read: str, text: Rendered | None) -> None:
    """Show what the post's own text makes now; no new version, and nobody's edit of it is refused for that.

    `read` is the text that was rendered: nothing if it changed meanwhile. `text` is None if it is refused by
    now: then what was made of it stays. What files it shows stays as it was. The caller owns the transaction.
    """
    lock_post(post)
    if post.body != read:
        return
    post.render_version = RENDER_VERSION
    if text is None:
        return
    shown = select(File).join(PostFile, PostFile.file_id == File.id).where(PostFile.post_id == post.id)
    html, words = with_sizes(text.html, db.session.scalars(shown)), text.text
    if html == post.body_html and words == post.body_text:
        return
    differs = words != post.body_text
    post.body_html, post.body_text = html, words
    if differs:
        if post.is_opening and post.visible:
            post.thread.summary = summary(words, SUMMARY)
        db.session.flush()
        post_differs.send(post)
