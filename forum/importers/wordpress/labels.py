"""How a report calls the things of an export, and what numbers those that have no number."""

import hashlib

from forum.importers.wordpress.wxr import Comment, Item
from forum.lib.html import summary, text_of

LONGEST = 60
KINDS = {"post": "entry"}


def line(html: str) -> str:
    """The text of a title or name, on one line."""
    return " ".join(text_of(html).split())


def item_label(item: Item) -> str:
    """An item, by kind, number and title."""
    title = summary(line(item.title), LONGEST) or item.slug
    number = item.id or "—"
    return f"{KINDS.get(item.type, item.type)} {number} «{title}»"


def comment_label(comment: Comment) -> str:
    """A comment, by number: a report holds no name of who wrote it."""
    return f"comment {comment.id or '—'}"


def part_label(what: str, whole: str) -> str:
    """Something in an item."""
    return f"«{what}» in {whole}"


def item_number(item: Item) -> str:
    """The item's number, or one made from what it says, always the same."""
    return item.id or made_number(item.link, item.title, item.date)


def comment_number(comment: Comment) -> str:
    """The comment's number, or one made from what it says, always the same."""
    return comment.id or made_number(comment.author, comment.date, comment.content)


def made_number(*parts: str) -> str:
    return "x" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
