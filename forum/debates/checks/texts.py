"""Texts that show nothing although something was written."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from forum.debates.actions.texts import render_again
from forum.debates.models import Post
from forum.extensions import db
from forum.lib.checks import Check, Problem, rows
from forum.lib.markdown import Rendered, TextRefused, render, render_html
from forum.lib.transactions import transaction

SPACES = " \t\r\n"


def rendered(body: str, body_format: str) -> Rendered | None:
    """What a stored text makes; None if that shows nothing, or is refused by now."""
    try:
        made = render_html(body) if body_format == "html" else render(body)
    except TextRefused:
        return None
    return made if made.html.strip() else None


def emptied() -> Iterator[Problem]:
    """Posts whose HTML is blank and whose text makes more: only those are rendered."""
    blank = func.ltrim(Post.body_html, SPACES) == ""
    written = func.ltrim(Post.body, SPACES) != ""
    query = select(Post.id, Post.body, Post.body_format).where(blank, written).order_by(Post.id)
    for post_id, body, body_format in rows(query):
        if rendered(body, body_format):
            yield Problem(f"post {post_id}", "body_html", "empty", "what its text makes", post_id)


def fill_again(ids: Sequence[int]) -> None:
    """Render these posts again, each in a transaction of its own: rendering is slow."""
    for post_id in ids:
        post = db.session.get_one(Post, post_id)
        text = rendered(post.body, post.body_format)
        if text:
            with transaction():
                render_again(post, text)


TEXTS = [Check("post.body_html", emptied, fill_again, apart=True)]
