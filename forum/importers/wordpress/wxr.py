"""Reading a WordPress export (WXR 1.0 to 1.2) into plain rows.

The file is parsed as a stream; entities, external references and the network are off. E-mail and network
addresses of commenters are never read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from flask_babel import lazy_gettext as _l

from forum.lib.refusals import Invalid

NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
)
KEPT_META = frozenset({"_thumbnail_id", "_wp_attachment_image_alt", "footnotes"})


class BrokenExport(Invalid):
    """The file cannot be read as a WordPress export: one line that says why."""


NOT_XML = _l("El archivo está mal formado y no se puede leer como XML")
ENTITIES = _l("El archivo declara entidades XML, y ninguna exportación de WordPress lo hace.")
NOT_TEXT = _l("El archivo no se puede descifrar como texto")
NOT_WORDPRESS = _l("El archivo es XML, pero no una exportación de WordPress (WXR).")


@dataclass(frozen=True)
class Author:
    """Someone who wrote on the site, by the name they signed in with."""

    id: str
    login: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Term:
    """A category, tag or other word on an item; `domain` says which."""

    domain: str
    slug: str
    name: str


@dataclass(frozen=True)
class Comment:
    """A comment as it stands in the file; dates are still text."""

    id: str
    author: str
    user_id: str
    date: str
    date_gmt: str
    content: str
    approved: str
    type: str
    parent: str


@dataclass(frozen=True)
class Item:
    """A post, page, attachment or anything else that WordPress keeps as one; dates are still text."""

    id: str
    type: str
    title: str
    link: str
    creator: str
    content: str
    excerpt: str
    date: str
    date_gmt: str
    published: str
    status: str
    slug: str
    parent: str
    password: str
    attachment_url: str
    meta: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass
class Export:
    """A whole export. `version` is empty where the file does not say it."""

    title: str = ""
    link: str = ""
    site_url: str = ""
    blog_url: str = ""
    language: str = ""
    published: str = ""
    version: str = ""
    authors: list[Author] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def read_export(file: BinaryIO) -> Export:
    """The export in `file`, read to its end. Raises BrokenExport."""
    export, recognised = Export(), False
    try:
        for name, element in channel_parts(file):
            recognised = recognised or is_wordpress(name, element)
            take(export, name, element)
    except ParseError as error:
        raise BrokenExport(f"{NOT_XML}: {error}") from None
    except DefusedXmlException:
        raise BrokenExport(ENTITIES) from None
    except (ValueError, LookupError) as error:
        raise BrokenExport(f"{NOT_TEXT}: {error}") from None
    if not recognised:
        raise BrokenExport(NOT_WORDPRESS)
    return export


def channel_parts(file: BinaryIO) -> Iterator[tuple[str, Element]]:
    """Each child of the channel, by name, when it has been read whole; then it is forgotten."""
    path: list[Element] = []
    for event, element in iterparse(file, events=("start", "end")):
        if event == "start":
            path.append(element)
            continue
        path.pop()
        if len(path) == 2:
            yield plain_name(element.tag), element
            path[-1].remove(element)
        elif len(path) == 1:
            path[-1].remove(element)


def is_wordpress(name: str, element: Element) -> bool:
    """Whether a child of the channel is one that only WordPress writes: a plain RSS feed has none."""
    return name.startswith("wp:") or any(plain_name(child.tag).startswith("wp:") for child in element)


@cache
def plain_name(tag: str) -> str:
    """An element's name with the usual prefix instead of its namespace: `wp:post_id`, `title`."""
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    return next((prefix for pattern, prefix in NAMESPACES if pattern.fullmatch(space)), "other:") + name


def take(export: Export, name: str, element: Element) -> None:
    """Add what a child of the channel says to the export."""
    if name in FIELDS:
        setattr(export, FIELDS[name], getattr(export, FIELDS[name]) or text_in(element))
    elif name in LISTS:
        rows, read = LISTS[name]
        getattr(export, rows).append(read(Fields(element)))


def text_in(element: Element) -> str:
    """The text in the element, without spaces around it."""
    return "".join(element.itertext()).strip()


def markup_in(element: Element) -> str:
    """What the element holds: its text, and the elements in it where the file did not escape them."""
    return (element.text or "") + "".join(tostring(child, encoding="unicode") for child in element)


class Fields:
    """The children of an element, by name; where one comes twice, the first."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.first: dict[str, Element] = {}
        for child in element:
            self.first.setdefault(plain_name(child.tag), child)

    def __getitem__(self, name: str) -> str:
        return text_in(self.first[name]) if name in self.first else ""

    def raw(self, name: str) -> str:
        """What a child holds, with the spaces around it."""
        return markup_in(self.first[name]) if name in self.first else ""

    def all(self, name: str) -> Iterator[Element]:
        """Every child of that name."""
        return (child for child in self.element if plain_name(child.tag) == name)


def author_of(row: Fields) -> Author:
    """`wp:author`."""
    full = f"{row['wp:author_first_name']} {row['wp:author_last_name']}".strip()
    return Author(
        row["wp:author_id"],
        row["wp:author_login"],
        row["wp:author_email"],
        row["wp:author_display_name"] or full,
    )


def category_of(row: Fields) -> Term:
    """`wp:category`."""
    return Term("category", row["wp:category_nicename"], row["wp:cat_name"])


def tag_of(row: Fields) -> Term:
    """`wp:tag`."""
    return Term("post_tag", row["wp:tag_slug"], row["wp:tag_name"])


def term_of(row: Fields) -> Term:
    """`wp:term`: a word of any other list."""
    return Term(row["wp:term_taxonomy"], row["wp:term_slug"], row["wp:term_name"])


def item_of(row: Fields) -> Item:
    """`item`: WordPress takes what does not say its type for a post, and its status for a draft."""
    return Item(
        id=row["wp:post_id"],
        type=row["wp:post_type"] or "post",
        title=row["title"],
        link=row["link"] or row["guid"],
        creator=row["dc:creator"],
        content=row.raw("content:encoded"),
        excerpt=row["excerpt:encoded"],
        date=row["wp:post_date"],
        date_gmt=row["wp:post_date_gmt"],
        published=row["pubDate"],
        status=row["wp:status"] or "draft",
        slug=row["wp:post_name"],
        parent=row["wp:post_parent"],
        password=row.raw("wp:post_password"),
        attachment_url=row["wp:attachment_url"],
        meta=meta_of(row),
        terms=[term_on(element) for element in row.all("category")],
        comments=[comment_of(Fields(element)) for element in row.all("wp:comment")],
    )


def meta_of(row: Fields) -> dict[str, str]:
    """The few facts in `wp:postmeta` that the import uses."""
    pairs = [Fields(element) for element in row.all("wp:postmeta")]
    return {pair["wp:meta_key"]: pair["wp:meta_value"] for pair in pairs if pair["wp:meta_key"] in KEPT_META}


def term_on(element: Element) -> Term:
    """`category` on an item; very old exports give no domain."""
    return Term(element.get("domain", "category"), element.get("nicename", ""), text_in(element))


def comment_of(row: Fields) -> Comment:
    """`wp:comment`: one that does not say whether it was approved was."""
    return Comment(
        id=row["wp:comment_id"],
        author=row["wp:comment_author"],
        user_id=row["wp:comment_user_id"],
        date=row["wp:comment_date"],
        date_gmt=row["wp:comment_date_gmt"],
        content=row.raw("wp:comment_content"),
        approved=row["wp:comment_approved"] or "1",
        type=row["wp:comment_type"] or "comment",
        parent=row["wp:comment_parent"],
    )


FIELDS = {
    "title": "title",
    "link": "link",
    "language": "language",
    "pubDate": "published",
    "wp:wxr_version": "version",
    "wp:base_site_url": "site_url",
    "wp:base_blog_url": "blog_url",
}
LISTS: dict[str, tuple[str, Callable[[Fields], object]]] = {
    "wp:author": ("authors", author_of),
    "wp:category": ("terms", category_of),
    "wp:tag": ("terms", tag_of),
    "wp:term": ("terms", term_of),
    "item": ("items", item_of),
}
