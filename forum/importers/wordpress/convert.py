"""A text as WordPress keeps it, made into the HTML that a reader saw; `render_html` then makes it safe."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from forum.importers.wordpress.blocks import has_blocks, with_blocks, without_comments
from forum.importers.wordpress.library import Place, is_picture
from forum.importers.wordpress.links import link_addresses
from forum.importers.wordpress.notes import FORMAT_LOST, Notes
from forum.importers.wordpress.paragraphs import lay_out
from forum.importers.wordpress.pictures import take_pictures
from forum.importers.wordpress.shortcodes import with_shortcodes
from forum.importers.wordpress.sources import join_sources
from forum.lib.html import text_of
from forum.lib.html.tree import Node, children, fill, made, parsed_within, serialised, text_in
from forum.lib.markdown import DEEPEST_HTML, LONGEST_HTML, TOO_LONG_HTML, TextRefused
from forum.lib.transactions import slow

MODERN = {
    "acronym": "abbr",
    "big": "strong",
    "center": "div",
    "option": "li",
    "select": "ul",
    "strike": "del",
    "tt": "code",
    "var": "em",
}
DEEPEST = DEEPEST_HTML - 4  # what is added here nests too
BUTTONS = frozenset(["wp-block-button__link", "wp-block-file__button"])  # shown apart from what is beside
ADDRESSED = ("href", "src", "data")


@dataclass(frozen=True)
class Converted:
    """The HTML of a text, and what of it could not be brought over as it was shown."""

    html: str
    notes: dict[object, list[str]]


@slow
def convert(content: str, place: Place, above: str = "") -> Converted:
    """The text of a post or page, under the HTML that is shown `above` it.

    Raises TextRefused where it is too long for `render_html` in any case.
    """
    if len(content.encode()) > LONGEST_HTML:
        raise TextRefused(TOO_LONG_HTML)
    notes = Notes()
    text = content.replace("\r\n", "\n").replace("\r", "\n").replace("<![CDATA[", "&lt;![CDATA[")
    shown = with_shortcodes(with_blocks(text, place, notes), place, notes)
    return Converted(reshaped(above + shown, place, not has_blocks(text), notes), notes.rows)


@slow
def convert_comment(content: str, base: str) -> Converted:
    """The text of a comment: neither blocks nor shortcodes. Raises TextRefused."""
    if len(content.encode()) > LONGEST_HTML:
        raise TextRefused(TOO_LONG_HTML)
    notes = Notes()
    text = without_comments(content.replace("\r\n", "\n"))
    return Converted(reshaped(text, Place(base=base), True, notes), notes.rows)


def reshaped(html: str, place: Place, classic: bool, notes: Notes) -> str:
    """`html` with paragraphs, figures and links as the reader saw them; plain text if it nests too deep."""
    root = parsed_within(html, DEEPEST)
    if root is None:
        notes.add(FORMAT_LOST)
        return f"<p>{escape(text_of(html), quote=False)}</p>"
    tidy(root, place)
    take_pictures(root, place, notes)
    lay_out(root, everywhere=classic)
    link_addresses(root)
    join_sources(root)
    return serialised(root)


def tidy(parent: Element, place: Place) -> None:
    """Bring what an element holds into shapes that our pages have."""
    nodes: list[Node] = []
    for node in children(parent):
        if isinstance(node, str):
            nodes.append(node)
        elif isinstance(node.tag, str):
            rename(node)
            resolve(node, place.base)
            tidy(node, place)
            nodes.extend(tidied(node, place))
    fill(parent, nodes)


def rename(element: Element) -> None:
    """Say with today's elements what older ones said."""
    element.tag = MODERN.get(element.tag, element.tag)
    classes = element.get("class", "").split()
    if "wp-caption" in classes:
        element.tag = "figure"
    elif "wp-caption-text" in classes:
        element.tag = "figcaption"


def resolve(element: Element, base: str) -> None:
    """Make relative addresses absolute: they started from the old site."""
    for name in ADDRESSED:
        said = element.get(name, "").strip()
        if said and base and not said.startswith("#"):
            element.set(name, joined(base, said))


def joined(base: str, address: str) -> str:
    """`address` as seen from `base`; as it is if it makes no sense."""
    try:
        return address if urlsplit(address).scheme else urljoin(base, address)
    except ValueError:
        return address


def tidied(element: Element, place: Place) -> Iterable[Node]:
    """What stands for an element: a link lets its pictures out, a table's caption stands below it.

    A picture may become a link: it keeps its distance from the words beside it.
    """
    if element.tag == "img":
        return [" ", element, " "]
    if element.tag == "a" and BUTTONS.intersection(element.get("class", "").split()):
        return [" ", element, " "]
    if element.tag == "a" and element.find(".//img") is not None:
        return pictures_out(element, place)
    if element.tag == "table" and element.find("caption") is not None:
        return [captioned(element)]
    if element.tag == "p" and not len(element) and not element.text:
        return []
    return [element]


def pictures_out(link: Element, place: Place) -> list[Node]:
    """The pictures in a link, then the link if it says something or leads elsewhere than to the picture."""
    pictures = list(link.iter("img"))
    for picture in pictures:
        picture.tail = None
    words = " ".join(text_in(link).split())
    target = link.get("href", "")
    if not words and (is_picture(target) or target in place.library.pages or not target):
        return [*pictures]
    return [*pictures, " ", made("a", [words or target], href=target)]


def captioned(table: Element) -> Element:
    """A table in a figure, its caption below it."""
    caption = table.find("caption")
    assert caption is not None
    rest = [node for node in children(table) if node is not caption]
    below = children(caption)
    fill(table, rest)
    return made(
        "figure", [table, made("figcaption", below)] if text_in(made("i", below)).strip() else [table]
    )
