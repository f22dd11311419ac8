"""Atom feeds of what everyone may read; whole texts."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask import Response, request
from flask_babel import gettext as _

from forum.debates import queries
from forum.debates.models import Post
from forum.debates.views.blueprint import SECTIONS, bp
from forum.groups.queries import find_group
from forum.lib.feeds import FeedEntry, atom
from forum.lib.urls import Key, absolute_url
from forum.permissions import GUEST

SIZE = 20


def feed_of(posts: Iterable[Post], title: str, endpoint: str, **values: object) -> Response:
    """The feed of some posts; `endpoint` is the page that shows them."""
    here = request.endpoint or ""
    entries = [feed_entry(post) for post in posts]
    return atom(
        absolute_url(here, **(request.view_args or {})),
        absolute_url(endpoint, **values),
        title,
        entries,
        updated=datetime(2026, 1, 1, tzinfo=UTC) if not entries else entries[0].published,
    )


def feed_entry(post: Post) -> FeedEntry:
    """A post in a feed, under the title of its thread."""
    thread = post.thread
    title = (
        thread.title
        if post.is_opening
        else _("Re: %(title)s (n.º %(number)d)", title=thread.title, number=post.number)
    )
    address = absolute_url("debates.permalink", post_id=post.id)
    return FeedEntry(
        id=address,
        url=address,
        title=title,
        author=post.author.name if post.author else post.author_name,
        published=post.created,
        updated=post.edited or post.created,
        html=post.body_html,
        tags=tuple(tag.name for tag in thread.tags) if post.is_opening else (),
    )


@bp.get("/feed.atom")
def site_feed() -> Response:
    """The latest threads of the site."""
    posts = queries.opening_archive(GUEST, size=SIZE)
    return feed_of(posts, _("Lo último"), "home.index")


@bp.get("/tags/<slug>/feed.atom")
def tag_feed(slug: str) -> Response:
    """A tag's archive."""
    tag = queries.find_tag(slug, GUEST)
    posts = queries.tag_archive(GUEST, tag, size=SIZE)
    return feed_of(posts, _("Etiqueta: %(name)s", name=tag.name), "debates.tag_page", slug=slug)


@bp.get("/groups/<slug>/feed.atom")
def group_feed(slug: str) -> Response:
    """The latest threads of a group."""
    group = find_group(slug, GUEST)
    posts = queries.group_archive(GUEST, group, size=SIZE)
    return feed_of(posts, group.name, "debates.group_page", slug=slug)


@bp.get(f"/<{SECTIONS}:section>/<key:thread>/feed.atom")
def thread_feed(section: str, thread: Key) -> Response:
    """The latest posts of a thread."""
    found = queries.find_thread(thread.id, GUEST)
    posts = queries.thread_posts(GUEST, found, size=SIZE)
    return feed_of(posts, found.title, "debates.show_thread", section=found.section, thread=found)
