"""Atom feeds (RFC 4287), a page of one at a time (RFC 5005, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feedgen.entry import FeedEntry as Row
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from forum.lib.conditional import conditional
from forum.lib.locale import site_language
from forum.lib.xml import xml_text

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)  # when a feed without entries was last changed
ATOM = "application/atom+xml"


@dataclass(frozen=True)
class FeedEntry:
    """One entry of a feed: addresses are absolute, also those in `html`; moments aware UTC.

    `id` never changes. `html` is sanitised. `author_url` is empty for whoever has no page.
    """

    id: str
    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    language: str
    author_url: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A page of a feed: `id` never changes and is that of every page, `url` is this page's own address.

    `page` is the page for people that shows the same, `next` where older entries are. `subtitle` says what
    there is to say of it.
    """

    id: str
    url: str
    page: str
    title: str
    entries: Sequence[FeedEntry]
    next: str | None = None
    subtitle: str = ""


class InLanguage(BaseEntryExtension):
    """What the library lacks: the language of an entry."""

    code = ""

    def extend_atom(self, entry: Any) -> Any:
        """Write the language on the entry."""
        entry.set(LANGUAGE, self.code)
        return entry


def atom(feed: Feed, *, private: bool = False) -> AnyResponse:
    """The answer that holds the feed; `private` if it holds what only this person may read."""
    made = FeedGenerator()
    made.id(feed.id)
    made.title(xml_text(feed.title))
    if feed.subtitle:
        made.subtitle(xml_text(feed.subtitle))
    made.language(site_language())
    made.generator("Tertulia")
    made.updated(max((entry.updated for entry in feed.entries), default=BEGINNING))
    made.link(href=feed.url, rel="self", type=ATOM)
    made.link(href=feed.page, rel="alternate", type="text/html")
    if feed.next:
        made.link(href=feed.next, rel="next", type=ATOM)
    for entry in feed.entries:
        fill(made.add_entry(order="append"), entry)
    return conditional(Response(made.atom_str(pretty=False), mimetype=ATOM), private=private)


def fill(row: Row, entry: FeedEntry) -> None:
    """Say in the library's words what an entry is."""
    row.id(entry.id)
    row.title(xml_text(entry.title))
    row.link(href=entry.url, rel="alternate", type="text/html")
    row.author(name=xml_text(entry.author) or "—", uri=entry.author_url or None)
    row.published(entry.published)
    row.updated(entry.updated)
    row.content(xml_text(entry.html), type="html")
    for tag in entry.tags:
        row.category(term=xml_text(tag))
    if entry.language != site_language():
        row.register_extension("language", InLanguage, rss=False)
        row.language.code = entry.language
