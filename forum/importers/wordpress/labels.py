"""How a report calls the things of an export, and what numbers those that have no number."""

import hashlib

from flask_babel import gettext as _

from forum.importers.wordpress.wxr import Comment, Item
from forum.lib.html import summary, text_of

LONGEST = 60


def line(html: str) -> str:
    """The text of a title or name, on one line."""
    return " ".join(text_of(html).split())


def item_label(item: Item) -> str:
    """An item, by kind, number and title."""
    title = summary(line(item.title), LONGEST) or item.slug
    number = item.id or "—"
    if item.type == "post":
        return _("entrada %(number)s «%(title)s»", number=number, title=title)
    if item.type == "page":
        return _("página %(number)s «%(title)s»", number=number, title=title)
    if item.type == "attachment":
        return _("adjunto %(number)s «%(title)s»", number=number, title=title)
    return f"{item.type} {number} «{title}»"


def comment_label(comment: Comment) -> str:
    """A comment, by number: a report holds no name of who wrote it."""
    return _("comentario %(number)s", number=comment.id or "—")


def part_label(what: str, whole: str) -> str:
    """Something in an item."""
    return _("«%(what)s» en %(whole)s", what=what, whole=whole)


def item_number(item: Item) -> str:
    """The item's number, or one made from what it says, always the same."""
    return item.id or made_number(item.link, item.title, item.date)


def comment_number(comment: Comment) -> str:
    """The comment's number, or one made from what it says, always the same."""
    return comment.id or made_number(comment.author, comment.date, comment.content)


def made_number(*parts: str) -> str:
    return "x" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
