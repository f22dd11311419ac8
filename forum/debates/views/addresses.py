"""Where a thread and its posts stand: the addresses of their pages."""

from flask import redirect, request
from werkzeug.wrappers import Response

from forum.debates.models import Post, Thread
from forum.debates.queries import place_of
from forum.lib.urls import path_for


def thread_url(thread: Thread, page: int = 1, anchor: str | None = None) -> str:
    """The address of a page of the thread, from 1."""
    shown = page if page > 1 else None
    return path_for("debates.show_thread", section=thread.section, thread=thread, page=shown, _anchor=anchor)


def post_url(post: Post) -> str:
    """The address of a post on the page where it stands. Its thread must be loaded."""
    page, anchor = place_of(post)
    return thread_url(post.thread, page, anchor)


def to_post(post: Post) -> Response:
    """Lead to the post where it stands, after a form. Its thread must be loaded."""
    return redirect(post_url(post), 303)


def asked_for() -> str:
    """The address's own query, for an address that moved."""
    said = request.query_string.decode("ascii", "replace")
    return f"?{said}" if said else ""
