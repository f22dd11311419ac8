"""Texts as HTML, made once, when they are written: Markdown from people, HTML from imports."""

import secrets
from dataclasses import dataclass
from typing import Any

from forum.lib.html import sanitise, summary, text_of
from forum.lib.html.characters import storable
from forum.lib.html.imported import reshaped
from forum.lib.html.limits import (
    DEEPEST_HTML,
    LONGEST_HTML,
    LONGEST_OUTPUT,
    TOO_LONG_HTML,
    TOO_MUCH_OUTPUT,
    TextRefused,
)
from forum.lib.html.sanitise import IMPORTED_TAGS
from forum.lib.languages import guessed
from forum.lib.markdown.limits import LONGEST, TOO_LONG
from forum.lib.markdown.mentions import names_in
from forum.lib.markdown.notes import References
from forum.lib.markdown.parser import parser
from forum.lib.transactions import slow
from forum.lib.urls import site_path

__all__ = [
    "DEEPEST_HTML",
    "LONGEST_HTML",
    "RENDER_VERSION",
    "TOO_LONG_HTML",
    "Rendered",
    "TextRefused",
    "render",
    "render_html",
    "rendered",
    "summary",
]

RENDER_VERSION = 2


@dataclass(frozen=True)
class Rendered:
    """A text: what was written, the safe HTML it makes, the plain text it shows, and in which language.

    The language is guessed; None where that cannot be told. `names` are those that a Markdown text calls
    with an at sign, as it writes them, outside code, links and quotations.
    """

    source: str
    html: str
    text: str
    format: str = "markdown"
    language: str | None = None
    names: frozenset[str] = frozenset()


@slow
def render(source: str) -> Rendered:
    """Markdown as safe HTML. Raises TextRefused, with the reason, for what is too long, deep or large."""
    clean = within(LONGEST, storable(source), TOO_LONG)
    environment = surroundings()
    tokens = parser.parse(clean, environment)
    made = bounded(parser.renderer.render(tokens, parser.options, environment))
    html = sanitise(made)
    text = text_of(html)
    names = names_in(tokens) if "@" in clean else ()
    return Rendered(clean, html, text, language=guessed(text), names=frozenset(names))


@slow
def render_html(html: str) -> Rendered:
    """Imported HTML as safe HTML in our pages' shape. Raises TextRefused."""
    clean = within(LONGEST_HTML, storable(html), TOO_LONG_HTML)
    safe = sanitise(bounded(reshaped(clean)), IMPORTED_TAGS)
    text = text_of(safe)
    return Rendered(clean, safe, text, "html", guessed(text))


def rendered(source: str, written_as: str) -> Rendered | None:
    """What a stored text, Markdown or HTML, makes now; None if it is refused by now."""
    try:
        return render_html(source) if written_as == "html" else render(source)
    except TextRefused:
        return None


def surroundings() -> dict[str, Any]:
    """What goes with one text's parsing: a name for its notes, so that those of two texts never meet.

    `path` is what the site's own addresses begin with.
    """
    return {"docId": secrets.token_hex(4), "references": References(), "path": site_path()}


def within(longest: int, text: str, reason: object) -> str:
    """`text`, if it has at most so many bytes. Raises TextRefused with `reason`."""
    if len(text) > longest or len(text.encode()) > longest:
        raise TextRefused(reason)
    return text


def bounded(made: str) -> str:
    """The HTML made from a text, if it is not too long. Raises TextRefused."""
    if len(made) > LONGEST_OUTPUT:
        raise TextRefused(TOO_MUCH_OUTPUT)
    return made
