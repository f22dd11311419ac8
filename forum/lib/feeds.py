"""Atom feeds (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from feedgen.feed import FeedGenerator
from flask import Response, current_app

from forum.lib.xml import xml_text


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed: addresses are absolute, moments aware UTC, `html` is sanitised."""

    id: str
    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    tags: tuple[str, ...] = ()


def atom(feed_id: str, url: str, title: str, entries: Iterable[FeedEntry], updated: datetime) -> Response:
    """A feed of whole texts; `updated` is its moment while it is empty."""
    feed = FeedGenerator()
    feed.id(feed_id)
    feed.title(xml_text(title))
    feed.link(href=feed_id, rel="self", type="application/atom+xml")
    feed.link(href=url, rel="alternate", type="text/html")
    feed.language(current_app.config["BABEL_DEFAULT_LOCALE"])
    newest = updated
    for entry in entries:
        newest = max(newest, entry.updated)
        add(feed, entry)
    feed.updated(newest)
    return Response(feed.atom_str(pretty=False), mimetype="application/atom+xml")


def add(feed: FeedGenerator, entry: FeedEntry) -> None:
    """Put an entry at the end of the feed."""
    row = feed.add_entry(order="append")
    row.id(entry.id)
    row.title(xml_text(entry.title))
    row.link(href=entry.url, rel="alternate", type="text/html")
    row.author(name=xml_text(entry.author) or "—")
    row.published(entry.published)
    row.updated(entry.updated)
    row.content(xml_text(entry.html), type="html")
    for tag in entry.tags:
        row.category(term=xml_text(tag))
