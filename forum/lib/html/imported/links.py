"""Links, pictures and what would load from elsewhere, of which only a link stays."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from forum.lib.html.links import is_own_file, safe_link
from forum.lib.html.tree import Node, children, fill, made, text_in

EMBEDS = {"iframe": "src", "embed": "src", "object": "data", "video": "src", "audio": "src", "source": "src"}


def embed(element: Element) -> Sequence[Node]:
    """A link to what would load from elsewhere, and what stands in its place where it cannot."""
    address = element.get(EMBEDS[element.tag], "")
    within = [] if element.tag == "iframe" else children(element)
    return [*link_to(address, element.get("title", "")), *within]


def picture(element: Element) -> Sequence[Node]:
    """A picture of this site, or a link to another."""
    if is_own_file(element.get("src", "")):
        element.attrib.setdefault("alt", "")
        return [element]
    return link_to(element.get("src", ""), element.get("alt", "").strip() or element.get("title", ""))


def link_to(address: str, words: str) -> list[Node]:
    """A link, apart from its neighbours; only words, if a text may not link there."""
    safe = safe_link(address)
    shown = words.strip() or address.strip()
    if not shown or safe is None:
        return [" ", shown if not address.startswith("data:") else words, " "]
    return [" ", made("a", [shown], href=safe), " "]


def link(element: Element) -> Sequence[Node]:
    """A link with words; those that were made inside it (pictures from elsewhere) follow it as well."""
    written = element.get("href", "").strip()
    address = safe_link(written)
    if address is None:
        element.tag = "span"  # a place to link to, or nothing
        return [element] if element.get("id") else children(element)
    element.set("href", address)
    follow = [inner.get("href", "") for inner in element.iter("a") if inner is not element]
    for inner in element.iter("a"):
        if inner is not element:
            inner.tag = "span"
    if not says_something(element):
        fill(element, [*children(element), *([] if address.startswith("#") else [written])])
    more = [node for other in dict.fromkeys(follow) if other != address for node in link_to(other, "")]
    return [element, *more]


def says_something(element: Element) -> bool:
    """Whether there are words in an element, or a picture with a description."""
    return bool(text_in(element).strip()) or any(img.get("alt") for img in element.iter("img"))
