"""Where a thread and its posts stand: the addresses of their pages."""

from flask import redirect, request
from werkzeug.wrappers import Response

from forum.debates.models import Post, Thread
from forum.debates.queries import PAGE, MergedInto, number_now, page_of, place_of
from forum.lib.numbers import whole_number
from forum.lib.pagination import MOST
from forum.lib.urls import path_for


def thread_url(thread: Thread, page: int = 1, anchor: str | None = None) -> str:
    """The address of a page of the thread, from 1."""
    shown = page if page > 1 else None
    return path_for("debates.show_thread", section=thread.section, thread=thread, page=shown, _anchor=anchor)


def post_url(post: Post) -> str:
    """The address of a post on the page where it stands. Its thread must be loaded."""
    page, anchor = place_of(post)
    return thread_url(post.thread, page, anchor)


def merged_url(merged: MergedInto) -> str:
    """Where the asked page of a thread that was merged stands now: at the first of its posts.

    With an anchor of its own, or a browser would keep that of the old page, which is another post's.
    """
    page = min(whole_number(request.args.get("page")) or 1, MOST)
    first = PAGE * (page - 1) + 1
    number = number_now(merged.thread_id, first, first + PAGE - 1, merged.thread.id)
    if number is None:
        return thread_url(merged.thread)
    return thread_url(merged.thread, page_of(number), f"post-{number}")


def to_post(post: Post) -> Response:
    """Lead to the post where it stands, after a form. Its thread must be loaded.

    One that awaits approval stands nowhere yet: to what its author is shown of it.
    """
    if post.number is None:
        return redirect(path_for("debates.permalink", post_id=post.id), 303)
    return redirect(post_url(post), 303)


def asked_for() -> str:
    """The address's own query, for an address that moved."""
    said = request.query_string.decode("ascii", "replace")
    return f"?{said}" if said else ""
