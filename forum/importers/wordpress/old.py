"""From an address of an imported WordPress site to where what stood there stands now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from forum.accounts.models import User
from forum.debates import queries
from forum.debates.models import File, Post, Tag, Thread
from forum.debates.views.addresses import thread_url
from forum.extensions import db
from forum.importers.models import LONGEST_PATH, OldAddress, OldSite
from forum.importers.queries import old_address, old_sites
from forum.importers.wordpress.addresses import HOME, below, date_in, folded, possible, unpaged, without_feed
from forum.permissions import Viewer
from forum.profiles.queries import find_person

Pairs = Sequence[tuple[str, str]]
LONGEST_ASKED = LONGEST_PATH + 100  # a kept address, and what may follow it: each part asks for another look


@dataclass(frozen=True)
class Asked:
    """What is asked for of one site: the folded path below the site's own, the query, whether as a feed."""

    site: OldSite
    path: str
    pairs: Pairs
    feed: bool


def place_now(host: str, paths: Sequence[str], pairs: Pairs, viewer: Viewer, *, ours: bool) -> str | None:
    """The address where what stood at one of these paths stands now; None where nothing did.

    `ours` says that a page of our own has the path: then only a site's home asked for something counts.
    Raises NotFound and Gone for what `viewer` may not see.
    """
    for asked in meanings(host, paths, pairs):
        if ours and asked.path not in HOME:
            continue
        place = stands_at(asked, viewer, ours=ours)
        if place is not None:
            return place
    return None


def meanings(host: str, paths: Sequence[str], pairs: Pairs) -> Iterator[Asked]:
    """What a request may mean: of each site, with its own path before what is asked for, or without."""
    for site in old_sites(host):
        found = [below(site.path, folded(path)) for path in paths]
        if host != site.host:
            found += [folded(path) for path in paths]
        for path in dict.fromkeys(path for path in found if path is not None and len(path) <= LONGEST_ASKED):
            page, feed = without_feed(path, pairs)
            yield Asked(site, page, [pair for pair in pairs if pair[0] != "feed"], feed)


def stands_at(asked: Asked, viewer: Viewer, *, ours: bool) -> str | None:
    """The address of what is asked for, if it is known."""
    found = old_address(asked.site, list(possible(asked.path, asked.pairs)))
    if found is not None:
        place = target_url(found, viewer, feed=asked.feed)
        return comment_url(asked, viewer) or place
    start = unpaged(asked.path)
    day = date_in(start, asked.pairs)
    if day is not None:
        return url_for("search.results", kind="entry", since=day, until=day, order="newest")
    if start in HOME and asked.feed:
        return url_for("debates.site_feed")
    return url_for("blog.entry_list") if start in HOME and not ours else None


def comment_url(asked: Asked, viewer: Viewer) -> str | None:
    """The address of the comment that was to be answered, as links below comments say it, if it is seen."""
    number = folded(dict(asked.pairs).get("replytocom", ""))
    origin = f"{asked.site.key}:comment:{number}"
    found = select(Post.id).join(Thread).where(Post.origin == origin, queries.visible_posts(viewer))
    post_id = db.session.scalar(found) if number else None
    return url_for("debates.permalink", post_id=post_id) if post_id else None


def target_url(found: OldAddress, viewer: Viewer, *, feed: bool) -> str:
    """The address, or that of its feed, of what an old one led to. Raises NotFound, Gone."""
    if found.thread_id is not None:
        thread = queries.find_thread(found.thread_id, viewer)
        where = {"section": thread.section, "thread": thread}
        return url_for("debates.thread_feed", **where) if feed else thread_url(thread)  # type: ignore[arg-type]
    if found.tag_id is not None:
        slug = db.session.scalars(select(Tag.slug).where(Tag.id == found.tag_id)).one()
        queries.find_tag(slug, viewer)
        return url_for("debates.tag_feed" if feed else "debates.tag_page", slug=slug)
    if found.file_id is not None:
        name = db.session.scalars(select(File.name).where(File.id == found.file_id)).one()
        return url_for("debates.show_file", name=queries.find_file(name, viewer).name)
    person = find_person(db.session.get_one(User, found.user_id).username)
    return url_for("profiles.feed" if feed else "profiles.person", username=person.username)
