"""Atom feeds of what everyone may read; whole texts."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from forum.accounts.bearer import token_in_use
from forum.debates import queries
from forum.debates.models import Post
from forum.debates.queries.feeds import FEED
from forum.debates.views.addresses import asked_for, thread_url
from forum.debates.views.blueprint import SECTIONS, bp
from forum.groups.queries import find_group
from forum.lib.feeds import Feed, FeedEntry, atom
from forum.lib.html.links import absolute_links
from forum.lib.keys import Slice, asked_cursor
from forum.lib.urls import Key, absolute, absolute_url
from forum.permissions import GUEST, Viewer, viewer


@dataclass(frozen=True)
class Place:
    """An endpoint with its values: somewhere on the site."""

    endpoint: str
    values: Mapping[str, object]

    def url(self, **more: object) -> str:
        """Its absolute address."""
        return absolute_url(self.endpoint, **self.values, **more)


def feed_of(
    posts: Slice[Post], title: str, own: Place, page: Place, lasting: Place | None = None
) -> Response:
    """The feed of some posts: `own` is where it is, `page` what shows them to people.

    `lasting` is the address that names the feed for good, if its own may change.
    """
    return atom(
        Feed(
            id=(lasting or own).url(),
            url=own.url(after=posts.start),
            page=page.url(),
            title=title,
            entries=[feed_entry(post) for post in posts],
            next=own.url(after=posts.next) if posts.next else None,
        ),
        private=reader().id is not None,
    )


def reader() -> Viewer:
    """Whose feed it is: everybody's, but for a program that reads for a person with their token.

    A browser's session counts for nothing here, so that what it shows can be handed on.
    """
    return viewer() if token_in_use() else GUEST


def feed_entry(post: Post) -> FeedEntry:
    """A post in a feed, under the title of its thread; its permalink names it for good."""
    thread, author, number = post.thread, post.author, post.number or 1
    address = absolute_url("debates.permalink", post_id=post.id)
    reply = _("Re: %(title)s (n.º %(number)d)", title=thread.title, number=number)
    return FeedEntry(
        id=address,
        url=address,
        title=thread.title if post.is_opening else reply,
        author=author.name if author else post.author_name,
        author_url=absolute_url("profiles.person", username=author.username) if author else "",
        published=post.created,
        updated=post.edited or post.created,
        html=absolute_links(post.body_html, absolute(thread_url(thread, queries.page_of(number)))),
        language=post.language,
        tags=tuple(tag.name for tag in thread.tags) if post.is_opening else (),
    )


@bp.get("/feed.atom")
def site_feed() -> Response:
    """The latest threads of the site."""
    posts = queries.opening_archive(reader(), after=asked_cursor(), size=FEED)
    return feed_of(posts, _("Lo último"), Place("debates.site_feed", {}), Place("home.index", {}))


@bp.get("/tags/<slug>/feed.atom")
def tag_feed(slug: str) -> Response:
    """A tag's archive."""
    tag, own = queries.find_tag(slug, reader()), {"slug": slug}
    posts = queries.tag_archive(reader(), tag, asked_cursor(), FEED)
    title = _("Etiqueta: %(name)s", name=tag.name)
    return feed_of(posts, title, Place("debates.tag_feed", own), Place("debates.tag_page", own))


@bp.get("/groups/<slug>/feed.atom")
def group_feed(slug: str) -> Response:
    """The latest threads of a group."""
    group, own = find_group(slug, reader()), {"slug": slug}
    posts = queries.group_archive(reader(), group, asked_cursor(), FEED)
    return feed_of(posts, group.name, Place("debates.group_feed", own), Place("debates.group_page", own))


@bp.get(f"/<{SECTIONS}:section>/<key:thread>/feed.atom")
def thread_feed(section: str, thread: Key) -> Response:
    """The latest posts of a thread; a wrong slug or section redirects to the right address."""
    found = queries.place_now(thread.id, reader())
    own = {"section": found.section, "thread": found}
    if (section, thread.id, thread.slug) != (found.section, found.id, found.slug):
        return redirect(f"{url_for('.thread_feed', **own)}{asked_for()}", 301)  # type: ignore[arg-type]
    return feed_of(
        queries.thread_posts(reader(), found, asked_cursor()),
        found.title,
        Place("debates.thread_feed", own),
        Place("debates.show_thread", own),
        lasting=Place("debates.thread_feed", own | {"thread": found.id}),
    )
