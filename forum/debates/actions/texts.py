"""What every act on a post's text writes."""

from forum.debates.models import Post
from forum.debates.signals import post_changed
from forum.extensions import db
from forum.lib.markdown import RENDER_VERSION, Rendered

SUMMARY = 220  # characters of a thread's summary in lists


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
    post.thread.revision += 1
    db.session.flush()
    post_changed.send(post)
