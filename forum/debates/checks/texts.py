"""Texts that show nothing although something was written."""

from collections.abc import Iterator

from sqlalchemy import func, select

from forum.debates.jobs import render_each
from forum.debates.models import Post
from forum.lib.checks import Check, Problem, rows
from forum.lib.markdown import rendered

SPACES = " \t\r\n"


def emptied() -> Iterator[Problem]:
    """Posts whose HTML is blank and whose text makes more: only those are rendered."""
    blank = func.ltrim(Post.body_html, SPACES) == ""
    written = func.ltrim(Post.body, SPACES) != ""
    query = select(Post.id, Post.body, Post.body_format).where(blank, written).order_by(Post.id)
    for post_id, body, body_format in rows(query):
        made = rendered(body, body_format)
        if made and made.html.strip():
            yield Problem(f"post {post_id}", "body_html", "empty", "what its text makes", post_id)


TEXTS = [Check("post.body_html", emptied, render_each, apart=True)]
