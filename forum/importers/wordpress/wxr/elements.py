"""The elements of an export as rows."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from xml.etree.ElementTree import Element, tostring

from forum.importers.wordpress.wxr.rows import Author, Comment, Item, Term

NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/excerpt/"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/[\d.]+/"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
)
KEPT_META = frozenset({"_thumbnail_id", "_wp_attached_file", "_wp_attachment_image_alt", "footnotes"})


@cache
def plain_name(tag: str) -> str:
    """An element's name with the usual prefix instead of its namespace: `wp:post_id`, `title`."""
    if not tag.startswith("{"):
        return tag
    space, _, name = tag[1:].partition("}")
    return next((prefix for pattern, prefix in NAMESPACES if pattern.fullmatch(space)), "other:") + name


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
    return Term("category", row["wp:category_nicename"], row["wp:cat_name"], row["wp:term_id"])


def tag_of(row: Fields) -> Term:
    """`wp:tag`."""
    return Term("post_tag", row["wp:tag_slug"], row["wp:tag_name"], row["wp:term_id"])


def term_of(row: Fields) -> Term:
    """`wp:term`: a word of any list."""
    return Term(row["wp:term_taxonomy"], row["wp:term_slug"], row["wp:term_name"], row["wp:term_id"])


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
        sticky=row["wp:is_sticky"] == "1",
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


AUTHORS: dict[str, Callable[[Fields], Author]] = {"wp:author": author_of}
TERMS: dict[str, Callable[[Fields], Term]] = {
    "wp:category": category_of,
    "wp:tag": tag_of,
    "wp:term": term_of,
}
FACTS = {
    "title": "title",
    "link": "link",
    "language": "language",
    "pubDate": "published",
    "wp:wxr_version": "version",
    "wp:base_site_url": "site_url",
    "wp:base_blog_url": "blog_url",
}
