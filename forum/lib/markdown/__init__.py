"""Texts as HTML, made once, when they are written: Markdown from people, HTML from imports."""

import secrets
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from forum.lib.html import sanitise, summary, text_of
from forum.lib.html.imported import depth_of, reshaped
from forum.lib.markdown.parser import deepest, parser
from forum.lib.refusals import Invalid
from forum.lib.transactions import slow

__all__ = ["RENDER_VERSION", "Rendered", "TextRefused", "render", "render_html", "summary"]

RENDER_VERSION = 1
LONGEST = 64 * 1024  # bytes of Markdown
LONGEST_HTML = 512 * 1024  # bytes of imported HTML
LONGEST_OUTPUT = 1024 * 1024  # characters of HTML made from either
DEEPEST = 20
DEEPEST_HTML = 60
MOST_CELLS = 2_000


@dataclass(frozen=True)
class Rendered:
    """A text: what was written, the safe HTML it makes, and the plain text it shows."""

    source: str
    html: str
    text: str
    format: str = "markdown"


class TextRefused(Invalid):
    """A text that is not taken, and why; nothing of it is cut silently."""

    message = _l("Este texto no se puede publicar.")


TOO_LONG = _l("El texto es demasiado largo: caben 64 kB, unas 10.000 palabras. Divídelo en varios mensajes.")
TOO_LONG_HTML = _l("El texto es demasiado largo para importarlo.")
TOO_DEEP = _l("Hay demasiadas citas o listas unas dentro de otras. Deja menos niveles.")
TOO_MANY_CELLS = _l("La tabla es demasiado grande: caben 2.000 celdas. Divídela o enlaza el documento.")
TOO_MUCH_OUTPUT = _l("El texto ocupa demasiado una vez compuesto. Divídelo en varios mensajes.")


@slow
def render(source: str) -> Rendered:
    """Markdown as safe HTML. Raises TextRefused, with the reason, for what is too long, deep or large."""
    clean = storable(source).replace("\r\n", "\n")
    if len(clean.encode()) > LONGEST:
        raise TextRefused(TOO_LONG, field="body")
    environment = {"docId": secrets.token_hex(4)}  # footnotes of two posts on one page don't meet
    tokens = parser.parse(clean, environment)
    if deepest(tokens) > DEEPEST:
        raise TextRefused(TOO_DEEP, field="body")
    if sum(token.type in ("td_open", "th_open") for token in tokens) > MOST_CELLS:
        raise TextRefused(TOO_MANY_CELLS, field="body")
    made = parser.renderer.render(tokens, parser.options, environment)
    return finished(clean, made, "markdown")


@slow
def render_html(html: str) -> Rendered:
    """Imported HTML as safe HTML in our pages' shape. Raises TextRefused."""
    clean = storable(html)
    if len(clean.encode()) > LONGEST_HTML:
        raise TextRefused(TOO_LONG_HTML, field="body")
    if depth_of(clean) > DEEPEST_HTML:
        raise TextRefused(TOO_DEEP, field="body")
    return finished(clean, reshaped(clean), "html")


def finished(source: str, made: str, body_format: str) -> Rendered:
    """The text with its sanitised HTML and its plain text."""
    if len(made) > LONGEST_OUTPUT:
        raise TextRefused(TOO_MUCH_OUTPUT, field="body")
    html = sanitise(made)
    return Rendered(source, html, text_of(html), body_format)


def storable(text: str) -> str:
    """`text` with what no database or page can hold replaced: NUL, half a surrogate pair."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")
